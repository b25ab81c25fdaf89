package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadSharesTest {
    private static int taken(ThreadShares shares, String tenant) {
        int taken = 0;
        while (shares.mayTake(tenant)) {
            shares.take(tenant);
            taken++;
        }
        return taken;
    }

    @Nested
    class A_single_tenant {
        @ParameterizedTest
        @CsvSource({"1, 24", "24, 24", "25, 25", "26, 26", "256, 256", "768, 768", "10000, 768", "2147483647, 768"})
        void may_hold_as_many_as_calls_may_be_in_flight_but_no_fewer_than_24_and_no_more_than_768(
                int callsInFlight, int most) {
            assertThat(taken(new ThreadShares(ThreadShares.threadsFor(callsInFlight, 1_024)), "a"))
                    .isEqualTo(most);
        }
    }

    @Nested
    class Tenants_that_keep_what_they_hold {
        @Test
        void leave_some_to_those_who_have_none() {
            ThreadShares shares = new ThreadShares(342);

            assertThat(taken(shares, "a")).isEqualTo(256);
            assertThat(taken(shares, "b")).isEqualTo(64);
            assertThat(taken(shares, "c")).isEqualTo(16);
            assertThat(taken(shares, "d")).isEqualTo(4);
            assertThat(taken(shares, "e")).isEqualTo(1);
            assertThat(taken(shares, "f")).isEqualTo(1);
            assertThat(shares.areLeft()).isFalse();
        }

        @Test
        void leave_more_when_they_give_back() {
            ThreadShares shares = new ThreadShares(2);
            shares.take("a");
            shares.take("b");
            assertThat(shares.mayTake("c")).isFalse();

            shares.giveBack("a");

            assertThat(shares.mayTake("c")).isTrue();
            assertThat(shares.mayTake("b")).isFalse();
        }

        @Test
        void keep_no_thread_that_they_might_not_take_by_now() {
            ThreadShares shares = new ThreadShares(32);
            for (int i = 0; i < 24; i++) {
                shares.take("a");
            }
            assertThat(shares.mayKeep("a")).isTrue();
            for (int i = 0; i < 6; i++) {
                shares.take("b");
            }

            assertThat(shares.mayKeep("a")).isFalse();
            assertThat(shares.mayKeep("b")).isTrue();
            assertThat(taken(shares, "c")).as("what stays for one who has none").isEqualTo(1);
        }
    }
}
