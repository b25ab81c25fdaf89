package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.run.NewRun;
import dev.toolflow.run.Owner;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunLeasedException;
import dev.toolflow.run.RunStore;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseWaitTest {
    private static final Clock NOW = Clock.fixed(Instant.parse("2026-11-26T06:20:00Z"), ZoneOffset.UTC);

    private final RunStore store = RunStore.memory(NOW, Duration.ofSeconds(30));
    private final List<Duration> waits = new ArrayList<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final LeaseWait wait = new LeaseWait(
            Terminal.of(new PrintStream(said), new PrintStream(said), StandardCharsets.UTF_8), store, NOW, waits::add);

    private void ownedBy(Owner owner) {
        Payload none = Payload.empty();
        store.create(new NewRun("tea", "brand-kit", null, KeptStore.HASH, none, none, null), owner);
    }

    private String leasedOnce() {
        return wait.untilFree("tea", () -> {
            if (waits.isEmpty()) {
                throw new RunLeasedException("it has an owner", null);
            }
            return "free";
        });
    }

    @Test
    void of_an_owner_on_another_machine_the_lease_is_waited_for_and_it_is_said() {
        ownedBy(new Owner("other", "far-away", 17, Instant.EPOCH));

        assertThat(leasedOnce()).isEqualTo("free");

        assertThat(waits).containsExactly(Duration.ofSeconds(31));
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("belongs to process 17 on far-away until 2026-11-26T06:20:30Z; waiting for that");
    }

    @Test
    void who_renews_the_lease_keeps_the_run() {
        ownedBy(new Owner("other", "far-away", 17, Instant.EPOCH));

        assertThatThrownBy(() -> wait.untilFree("tea", () -> {
                    throw new RunLeasedException("it has an owner", null);
                }))
                .isInstanceOf(RunLeasedException.class);
        assertThat(waits).hasSize(1);
    }

    @Test
    void an_owner_on_this_machine_is_alive_and_not_waited_for() {
        ownedBy(Owner.current());

        assertThatThrownBy(this::leasedOnce).isInstanceOf(RunLeasedException.class);
        assertThat(waits).isEmpty();
    }

    @Test
    void a_run_that_is_free_is_not_waited_for() {
        assertThat(wait.<String>untilFree("tea", () -> "free")).isEqualTo("free");
        assertThat(waits).isEmpty();
    }
}
