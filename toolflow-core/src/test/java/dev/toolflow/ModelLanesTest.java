package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.limit.RateLimits;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ModelLanesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private final ModelLanes lanes = new ModelLanes(
            ModelLimits.NONE,
            (model, limits) -> new ModelLane(
                    new RateGate(new ModelRates(RateLimits.none().requestsPerMinute(9), CLOCK), Sleeper.system()),
                    new Breaker(model, CircuitBreakerPolicy.standard(), CLOCK)));

    private ModelLane used(String keyId, String model) {
        ModelLane lane = lanes.enter(keyId, model);
        lanes.leave(lane);
        return lane;
    }

    @Nested
    class The_lane_of_a_key_and_a_model {
        @Test
        void is_the_same_for_every_call() {
            assertThat(used("a", "gpt")).isSameAs(used("a", "gpt"));
            assertThat(used("a", "gpt")).isNotSameAs(used("b", "gpt"));
            assertThat(used("a", "gpt")).isNotSameAs(used("a", "gpt-image"));
        }

        @Test
        void is_kept_while_a_call_is_in_it_however_many_others_there_are() {
            ModelLane busy = lanes.enter("a", "busy");
            for (int i = 0; i < 2 * ModelLanes.MOST; i++) {
                used("a", "model " + i);
            }
            assertThat(used("a", "busy")).isSameAs(busy);
        }
    }

    @Nested
    class Lanes_that_no_call_is_in {
        @Test
        void are_kept_while_they_know_what_was_used() {
            ModelLane early = used("a", "early");
            early.rates().settled(CallNeed.NOTHING, new CallNeed(1, 0, 0));
            for (int i = 0; i < 2 * ModelLanes.MOST; i++) {
                used("b", "model " + i);
            }

            assertThat(used("a", "early")).isSameAs(early);
            assertThat(lanes.size()).isEqualTo(ModelLanes.MOST);
        }

        @Test
        void are_forgotten_beyond_a_bound_the_one_used_longest_ago_first() {
            ModelLane early = used("a", "early");
            for (int i = 0; i < ModelLanes.MOST - 2; i++) {
                used("a", "model " + i);
            }
            ModelLane first = used("a", "model 0");
            used("a", "early");
            for (int i = 0; i < ModelLanes.MOST / 2; i++) {
                used("b", "model " + i);
            }

            assertThat(lanes.size()).isEqualTo(ModelLanes.MOST);
            assertThat(used("a", "early")).isSameAs(early);
            assertThat(used("a", "model 0")).isSameAs(first);
        }
    }
}
