package dev.toolflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.behaviour.MutableClock;
import dev.toolflow.run.NewRun;
import dev.toolflow.run.Payload;
import dev.toolflow.run.RunStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunPagesTest {
    private final MutableClock clock = new MutableClock();
    private final RunStore store = RunStore.memory(clock, Duration.ofSeconds(30));

    private void create(int id) {
        store.create(
                new NewRun(String.valueOf(id), "poster", null, "0".repeat(64), Payload.empty(), Payload.empty(), null),
                null);
    }

    /** Runs by the seconds that pass before each. */
    private void created(int... seconds) {
        for (int i = 0; i < seconds.length; i++) {
            clock.advance(Duration.ofSeconds(seconds[i]));
            create(i);
        }
    }

    private List<String> shown(int most) {
        List<String> ids = new ArrayList<>();
        new RunPages(store, most).each(run -> ids.add(run.id()));
        return ids;
    }

    @Test
    void of_an_empty_store_show_nothing() {
        assertThat(shown(1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8, 9, 10})
    void show_each_run_once_the_oldest_first(int most) {
        created(1, 1, 1, 1, 1, 1, 1, 1, 1);
        assertThat(shown(most)).hasSize(9).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8");
        assertThat(shown(1)).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void show_each_run_once_also_where_many_were_created_at_one_moment(int most) {
        created(1, 0, 0, 0, 0, 1, 0, 0, 1);
        assertThat(shown(most)).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 9})
    void show_each_run_once_also_where_the_clock_was_set_back(int most) {
        created(10, 10, -15, 1, 0, 1, 20, -40, 0);
        assertThat(shown(most)).containsExactlyInAnyOrder("0", "1", "2", "3", "4", "5", "6", "7", "8");
    }

    @Test
    void end_when_nothing_more_is_wanted() {
        created(1, 1, 1, 1, 1, 1, 1, 1, 1);
        List<String> ids = new ArrayList<>();
        new RunPages(store, 2).each(run -> {
            ids.add(run.id());
            return ids.size() < 3;
        });
        assertThat(ids).containsExactly("0", "1", "2");
    }

    @Test
    void show_what_was_created_meanwhile() {
        created(1, 1, 1, 1);
        List<String> ids = new ArrayList<>();
        new RunPages(store, 2).each(run -> {
            if (ids.isEmpty()) {
                clock.advance(Duration.ofSeconds(1));
                create(4);
            }
            return ids.add(run.id());
        });
        assertThat(ids).containsExactly("0", "1", "2", "3", "4");
    }
}
