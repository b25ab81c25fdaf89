package dev.toolflow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class IssueTest {
    private static final List<Issue> ALL =
            List.of(Issue.high("h"), Issue.low("l"), Issue.critical("c"), Issue.medium("m"));

    @Nested
    class Issues_of_a_severity_or_worse {
        @Test
        void keep_their_order() {
            assertThat(Issue.atLeast(IssueSeverity.HIGH, ALL))
                    .extracting(Issue::message)
                    .containsExactly("h", "c");
        }

        @Test
        void are_all_for_the_least_and_only_the_critical_for_the_greatest() {
            assertThat(Issue.atLeast(IssueSeverity.LOW, ALL)).isEqualTo(ALL);
            assertThat(Issue.atLeast(IssueSeverity.CRITICAL, ALL)).containsExactly(Issue.critical("c"));
            assertThat(Issue.atLeast(IssueSeverity.CRITICAL, List.of())).isEmpty();
        }
    }
}
