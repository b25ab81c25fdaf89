package dev.toolflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunValuesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "a/b", "a\\b", "a b", "it's", "a\"", "a\r\n", "a\n", "é", "🍵", "a\u0000", "a\u202e"})
    void a_run_is_not_named_by_odd_characters(String id) {
        assertThatThrownBy(() -> RunStoreContractRuns.run(id))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("128");
    }

    @Test
    void a_run_has_an_id_of_128_characters_at_most() {
        assertThat(RunStoreContractRuns.run("r".repeat(128)).id()).hasSize(128);
        assertThatThrownBy(() -> RunStoreContractRuns.run("r".repeat(129)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc"})
    void a_call_has_an_id_of_1_to_64_characters(String id) {
        assertThatThrownBy(() -> RunStoreContractRuns.call(id)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_call_that_is_only_intended_is_not_settled() {
        CallRecord settled = RunStoreContractRuns.call("call-1").settled(RunStoreContractRuns.answer("reply"));

        assertThatThrownBy(() -> new RunChange.Intended(settled)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_payload_is_not_changed_through_its_bytes_and_does_not_print_them() {
        byte[] bytes = {1, 2, 3};
        Payload payload = Payload.of(bytes);
        bytes[0] = 9;
        payload.bytes()[1] = 9;

        assertThat(payload).isEqualTo(Payload.of(new byte[] {1, 2, 3})).isNotEqualTo(Payload.of(bytes));
        assertThat(payload.toString()).startsWith("Payload[3 bytes, #").doesNotContain("1, 2");
    }

    @Test
    void this_process_is_alive_and_one_that_began_otherwise_is_not() {
        assertThat(Owner.current().isDead()).isFalse();
        assertThat(RunStoreContractRuns.deadOwner("dora").isDead()).isTrue();
        Owner self = Owner.current();
        assertThat(new Owner("far", "another-host", self.pid(), self.startedAt().minusSeconds(9)).isDead())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1})
    void a_lease_lasts_some_time(long seconds) {
        assertThatThrownBy(() -> RunStore.memory(Clock.systemUTC(), Duration.ofSeconds(seconds)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("leaseTime");
    }

    @Test
    void a_lease_in_the_heap_lasts_half_a_minute() {
        try (RunStore store = RunStore.memory()) {
            assertThat(store.leaseTime()).isEqualTo(Duration.ofSeconds(30));
        }
    }
}
