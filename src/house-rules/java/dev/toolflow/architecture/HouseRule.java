package dev.toolflow.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
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

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.NullMarked;

/** What holds in every module of ours, the exceptions named in that module's test. Immutable. */
public enum HouseRule {
    PACKAGES_HAVE_NO_CYCLE(slices().matching("dev.(**)").should().beFreeOfCycles()),
    PACKAGES_ARE_NULL_MARKED(classes()
            .should(be(describe(
                    "in a null-marked package",
                    (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class))))),
    PACKAGES_ARE_NAMED_AFTER_THEIR_SUBJECT(noClasses()
            .should()
            .resideInAnyPackage("..impl..", "..internal..", "..util..", "..helper..", "..manager..")),
    CLASSES_ARE_FINAL_UNLESS_MADE_FOR_SUBTYPES(classes()
            .that()
            .areNotAnonymousClasses()
            .should(be(describe("final, abstract, sealed, a record, an enum or an interface", HouseRule::isDecided)))),
    CLASSES_ARE_NAMED_AFTER_WHAT_THEY_ARE(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base)")),
    CLASSES_PRINT_NOTHING(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS),
    CLASSES_LOG_THROUGH_SLF4J_ALONE(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging..")),
    CLASSES_THROW_EXCEPTIONS_THAT_HAVE_A_NAME(NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS),
    CLASSES_TAKE_WHAT_THEY_NEED_BY_CONSTRUCTOR(NO_CLASSES_SHOULD_USE_FIELD_INJECTION.allowEmptyShould(true)),
    CLASSES_SHARE_NOTHING_THAT_CHANGES(sharesNothingThatChanges()),
    CLASSES_NEVER_SLEEP(neverSleeps()),
    TESTS_NEVER_SLEEP(ModuleClasses::tests, neverSleeps());

    private final Function<ModuleClasses, JavaClasses> scope;
    private final ArchRule rule;

    HouseRule(ArchRule rule) {
        this(ModuleClasses::shipped, rule);
    }

    HouseRule(Function<ModuleClasses, JavaClasses> scope, ArchRule rule) {
        this.scope = scope;
        this.rule = rule;
    }

    /**
     * Judges a module.
     *
     * @throws AssertionError naming every place that breaks the rule; also when there was no class to judge
     */
    public void check(ModuleClasses module) {
        rule.check(scope.apply(module));
    }

    private static boolean isDecided(JavaClass type) {
        boolean made =
                type.isInterface() || type.isEnum() || type.getModifiers().contains(JavaModifier.ABSTRACT);
        return made
                || type.getModifiers().contains(JavaModifier.FINAL)
                || type.getModifiers().contains(JavaModifier.SYNTHETIC)
                || type.reflect().isSealed();
    }

    /** A module may well have no static field at all. */
    private static ArchRule sharesNothingThatChanges() {
        return CompositeArchRule.of(
                        fields().that().areStatic().should().beFinal().allowEmptyShould(true))
                .and(noFields()
                        .that()
                        .areStatic()
                        .and()
                        .arePublic()
                        .should(haveRawType(describe("an array", JavaClass::isArray)))
                        .allowEmptyShould(true));
    }

    /** Only the engine's Sleeper waits; it goes by its name here, for not every module sees the engine. */
    private static ArchRule neverSleeps() {
        return noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.toolflow.Sleeper")
                .should()
                .accessTargetWhere(describe("sleeps", HouseRule::isSleep));
    }

    private static boolean isSleep(JavaAccess<?> access) {
        return access.getTarget().getName().equals("sleep")
                && Set.of(Thread.class.getName(), TimeUnit.class.getName())
                        .contains(access.getTargetOwner().getName());
    }
}
