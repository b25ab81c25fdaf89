package dev.toolflow.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One process of {@link LeafletWorker}, from its start to its end. */
final class WorkerLife {
    private static final int KILLED = 128 + 9;

    private final List<String> events = new ArrayList<>();

    private WorkerLife() {}

    /**
     * Lets a worker live to its end.
     *
     * @param arguments what its main is given
     * @param after it is killed once it has told so many events
     * @param errors takes its standard error
     */
    static WorkerLife of(List<String> arguments, int after, Path errors) throws IOException, InterruptedException {
        WorkerLife life = new WorkerLife();
        try (ChildJvm worker = ChildJvm.of(
                ProcessBuilder.Redirect.to(errors.toFile()), LeafletWorker.class, arguments.toArray(String[]::new))) {
            for (String line = worker.line(); line != null; line = worker.line()) {
                life.hear(line);
                if (life.events.size() == after) {
                    worker.kill();
                }
            }
            int exit = worker.exit();
            assertThat(life.isDone() || exit == KILLED)
                    .as(() -> "a worker ended by itself with " + exit + ": " + text(errors))
                    .isTrue();
        }
        return life;
    }

    private void hear(String line) {
        if (WorkerEvents.isOne(line)) {
            events.add(line);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Whether it did all that it had to do. */
    boolean isDone() {
        return events.stream().anyMatch(line -> line.startsWith(WorkerEvents.DONE));
    }

    /** What it told, in that order. */
    List<String> events() {
        return events;
    }
}
