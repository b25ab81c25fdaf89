package dev.toolflow.architecture;

import static com.tngtech.archunit.core.importer.ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;
import static com.tngtech.archunit.core.importer.ImportOption.Predefined.ONLY_INCLUDE_TESTS;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.resolvers.SelectedClassResolverFromClasspath;
import java.util.List;

/**
 * A module as it was compiled: the classes it ships, and those that test it. Immutable.
 *
 * @param shipped what the module's jar holds
 * @param tests what tests it
 */
public record ModuleClasses(JavaClasses shipped, JavaClasses tests) {

    /**
     * Reads the classes under a root package; of those that ship, only the ones all options let through. Of what they use,
     * the JDK's types and our own are read too: whole libraries would be, at ten times the work, for no rule's sake.
     */
    public static ModuleClasses under(String rootPackage, ImportOption... options) {
        ArchConfiguration.get().setClassResolver(SelectedClassResolverFromClasspath.class);
        ArchConfiguration.get().setClassResolverArguments("java", "dev.toolflow");
        return new ModuleClasses(
                new ClassFileImporter()
                        .withImportOption(DO_NOT_INCLUDE_TESTS)
                        .withImportOptions(List.of(options))
                        .importPackages(rootPackage),
                new ClassFileImporter().withImportOption(ONLY_INCLUDE_TESTS).importPackages(rootPackage));
    }
}
