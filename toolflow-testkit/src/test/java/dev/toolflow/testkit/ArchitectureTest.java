package dev.toolflow.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.toolflow.architecture.HouseRule;
import dev.toolflow.architecture.ModuleClasses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds this module to the rules of the design that a machine can check. */
class ArchitectureTest {

    private static final ModuleClasses MODULE = ModuleClasses.under("dev.toolflow.testkit");

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CLASSES_PRINT_NOTHING")
    void the_module_keeps_the(HouseRule rule) {
        rule.check(MODULE);
    }

    @Test
    void classes_print_nothing_except_a_main() {
        noClasses()
                .that()
                .haveSimpleNameNotEndingWith("Main")
                .should(ACCESS_STANDARD_STREAMS)
                .check(MODULE.shipped());
    }
}
