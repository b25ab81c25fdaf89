package dev.toolflow.examples;

import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.toolflow.architecture.HouseRule;
import dev.toolflow.architecture.ModuleClasses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds this module to the rules of the design that a machine can check; printing is what a command line is for. */
class ArchitectureTest {

    private static final ModuleClasses MODULE = ModuleClasses.under(
            "dev.toolflow.examples", location -> !location.contains("/examples/templates/")); // jte made them

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "CLASSES_PRINT_NOTHING")
    void the_module_keeps_the(HouseRule rule) {
        rule.check(MODULE);
    }
}
