package dev.toolflow.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictTest {
    private static final Verdict CLEAN = Verdict.of(List.of());

    @Nested
    class Two_verdicts_together {
        @Test
        void have_the_issues_of_both_and_the_lower_score() {
            Verdict both = Verdict.of(List.of(Issue.low("dull")))
                    .score(80)
                    .and(Verdict.of(List.of(Issue.high("cut off"))).score(61));

            assertThat(both)
                    .isEqualTo(Verdict.of(List.of(Issue.low("dull"), Issue.high("cut off")))
                            .score(61));
        }

        @Test
        void have_the_one_score_that_was_given() {
            assertThat(CLEAN.and(CLEAN.score(7)).score()).hasValue(7);
            assertThat(CLEAN.score(7).and(CLEAN).score()).hasValue(7);
            assertThat(CLEAN.and(CLEAN).score()).isEmpty();
        }
    }

    @Nested
    class A_score {
        @ParameterizedTest
        @ValueSource(doubles = {-0.1, 100.1, Double.NaN, Double.POSITIVE_INFINITY})
        void is_from_0_to_100(double points) {
            assertThatThrownBy(() -> CLEAN.score(points))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("score: must be from 0 to 100, was ");
        }

        @ParameterizedTest
        @CsvSource({"'',100", "LOW,99", "MEDIUM,95", "HIGH,80", "CRITICAL,50", "CRITICAL HIGH HIGH LOW,9"})
        void follows_from_the_issues_where_none_was_given(String severities, double score) {
            List<Issue> issues = severities.isEmpty()
                    ? List.of()
                    : List.of(severities.split(" ")).stream()
                            .map(severity -> Issue.of(IssueSeverity.valueOf(severity), "x"))
                            .toList();

            assertThat(Verdict.of(issues).scored().score()).hasValue(score);
            assertThat(Verdict.of(issues).score(3).scored().score()).hasValue(3);
        }

        @Test
        void is_never_below_0() {
            Issue bad = Issue.critical("bad");

            assertThat(Verdict.of(List.of(bad, bad, bad)).scored().score()).hasValue(0);
        }
    }

    @Nested
    class A_verdict {
        @Test
        void names_its_audit_in_issues_that_name_none() {
            Verdict verdict = Verdict.of(
                            List.of(Issue.low("dull"), Issue.low("flat").from("taste")))
                    .from("vision");

            assertThat(verdict.issues()).extracting(Issue::source).containsExactly("vision", "taste");
        }

        @Test
        void prints_no_contents() {
            assertThat(Verdict.of(List.of(Issue.low("SECRET"))).score(61))
                    .hasToString("Verdict[issues=1, score=61.0]")
                    .hasSameHashCodeAs(Verdict.of(List.of(Issue.low("SECRET"))).score(61));
        }
    }
}
