package dev.toolflow;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.lang.ArchRule;
import dev.toolflow.architecture.HouseRule;
import dev.toolflow.architecture.ModuleClasses;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds this module to the rules of the design that a machine can check. */
class ArchitectureTest {

    private static final String ROOT = "dev.toolflow";
    private static final ModuleClasses MODULE = ModuleClasses.under(ROOT);

    @ParameterizedTest
    @EnumSource
    void the_module_keeps_the(HouseRule rule) {
        rule.check(MODULE);
    }

    @Nested
    class The_package {

        @Test
        void audit_uses_none_of_ours() {
            check(onlyUses("audit"));
        }

        @Test
        void image_uses_none_of_ours() {
            check(onlyUses("image"));
        }

        @Test
        void store_uses_image() {
            check(onlyUses("store", "image"));
        }

        @Test
        void ingest_uses_image_and_store() {
            check(onlyUses("ingest", "image", "store"));
        }

        @Test
        void catalog_uses_how_images_come_in_and_schema() {
            check(onlyUses("catalog", "image", "ingest", "schema", "store"));
        }

        @Test
        void schema_uses_none_of_ours() {
            check(onlyUses("schema"));
        }

        @Test
        void tool_uses_audit_and_how_images_come_in() {
            check(onlyUses("tool", "audit", "image", "ingest", "store"));
        }

        @Test
        void budget_uses_tool_and_what_calls_ask_for() {
            check(onlyUses("budget", "audit", "catalog", "image", "tool"));
        }

        @Test
        void limit_uses_none_of_ours() {
            check(onlyUses("limit"));
        }

        @Test
        void cache_uses_none_of_ours() {
            check(onlyUses("cache"));
        }

        @Test
        void run_uses_tool_for_its_secrets() {
            check(onlyUses("run", "tool"));
        }

        @Test
        void step_uses_audit_image_schema_and_tool() {
            check(onlyUses("step", "audit", "image", "schema", "tool"));
        }

        @Test
        void event_uses_what_it_tells_about() {
            check(onlyUses("event", "audit", "image", "schema", "step", "tool"));
        }

        @Test
        void record_uses_what_a_run_is_made_of() {
            check(onlyUses("record", "audit", "budget", "image", "run", "schema", "step", "store", "tool"));
        }

        @Test
        void testing_uses_what_a_call_is_made_of() {
            check(onlyUses("testing", "image", "ingest", "schema", "step", "tool"));
        }

        @Test
        void at_the_root_is_seen_by_no_other() {
            check(noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT));
        }

        private ArchRule onlyUses(String user, String... used) {
            Set<String> allowed = Stream.concat(Stream.of(user), Stream.of(used))
                    .map(own -> ROOT + "." + own)
                    .collect(toSet());
            return noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + user + "..")
                    .should()
                    .dependOnClassesThat(describe(
                            "are ours, but not in " + allowed,
                            type -> type.getPackageName().startsWith(ROOT)
                                    && !allowed.contains(type.getPackageName())));
        }
    }

    private static void check(ArchRule rule) {
        rule.check(MODULE.shipped());
    }
}
