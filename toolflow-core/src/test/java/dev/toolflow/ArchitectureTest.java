package dev.toolflow;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.ONLY_INCLUDE_TESTS;
import static com.tngtech.archunit.lang.conditions.ArchConditions.be;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveRawType;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Holds this module to the rules of the design that a machine can check. */
class ArchitectureTest {

    private static final String ROOT = "dev.toolflow";
    private static final JavaClasses MAIN =
            new ClassFileImporter().withImportOption(DO_NOT_INCLUDE_TESTS).importPackages(ROOT);
    private static final JavaClasses TESTS =
            new ClassFileImporter().withImportOption(ONLY_INCLUDE_TESTS).importPackages(ROOT);
    private static final DescribedPredicate<JavaAccess<?>> SLEEP = describe(
            "sleeps",
            access -> access.getTarget().getName().equals("sleep")
                    && !access.getOriginOwner().isAssignableTo(Sleeper.class)
                    && Set.of(Thread.class.getName(), TimeUnit.class.getName())
                            .contains(access.getTargetOwner().getName()));

    @Nested
    class Packages {

        @Test
        void have_no_cycle() {
            check(slices().matching("dev.(**)").should().beFreeOfCycles());
        }

        @Test
        void are_null_marked() {
            check(classes()
                    .should(be(describe(
                            "in a null-marked package",
                            (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class)))));
        }

        @Test
        void are_named_after_their_subject() {
            check(noClasses()
                    .should()
                    .resideInAnyPackage("..impl..", "..internal..", "..util..", "..helper..", "..manager.."));
        }
    }

    @Nested
    class Classes {

        @Test
        void are_final_unless_made_for_subtypes() {
            check(classes()
                    .that()
                    .areNotAnonymousClasses()
                    .should(be(
                            describe("final, abstract, sealed, a record, an enum or an interface", this::isDecided))));
        }

        @Test
        void are_named_after_what_they_are() {
            check(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base)"));
        }

        @Test
        void print_nothing() {
            check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
        }

        @Test
        void log_through_slf4j_alone() {
            check(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
        }

        @Test
        void throw_exceptions_that_have_a_name() {
            check(NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS);
        }

        @Test
        void take_what_they_need_by_constructor() {
            check(NO_CLASSES_SHOULD_USE_FIELD_INJECTION);
        }

        @Test
        void share_nothing_that_changes() {
            check(fields().that().areStatic().should().beFinal());
            check(noFields()
                    .that()
                    .areStatic()
                    .and()
                    .arePublic()
                    .should(haveRawType(describe("an array", JavaClass::isArray))));
        }

        @Test
        void never_sleep() {
            check(noClasses().should().accessTargetWhere(SLEEP));
        }

        private boolean isDecided(JavaClass type) {
            boolean made =
                    type.isInterface() || type.isEnum() || type.getModifiers().contains(JavaModifier.ABSTRACT);
            return made
                    || type.getModifiers().contains(JavaModifier.FINAL)
                    || type.getModifiers().contains(JavaModifier.SYNTHETIC)
                    || type.reflect().isSealed();
        }
    }

    @Nested
    class Tests {

        @Test
        void never_sleep() {
            noClasses().should().accessTargetWhere(SLEEP).allowEmptyShould(true).check(TESTS);
        }
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
        void schema_uses_none_of_ours() {
            check(onlyUses("schema"));
        }

        @Test
        void tool_uses_audit_and_image() {
            check(onlyUses("tool", "audit", "image"));
        }

        @Test
        void budget_uses_tool() {
            check(onlyUses("budget", "tool"));
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
        void testing_uses_image_schema_step_and_tool() {
            check(onlyUses("testing", "image", "schema", "step", "tool"));
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
        rule.allowEmptyShould(true).check(MAIN);
    }
}
