package dev.toolflow.jdbc;

import dev.toolflow.architecture.HouseRule;
import dev.toolflow.architecture.ModuleClasses;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds this module to the rules of the design that a machine can check. */
class ArchitectureTest {

    private static final ModuleClasses MODULE = ModuleClasses.under("dev.toolflow.jdbc");

    @ParameterizedTest
    @EnumSource
    void the_module_keeps_the(HouseRule rule) {
        rule.check(MODULE);
    }
}
