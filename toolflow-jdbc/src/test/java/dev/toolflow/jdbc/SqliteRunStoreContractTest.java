package dev.toolflow.jdbc;

import dev.toolflow.run.RunStore;
import dev.toolflow.run.RunStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunStoreContractTest extends RunStoreContract {
    @TempDir(factory = QuickDirectory.class)
    Path directory;

    private final MovedClock clock = new MovedClock();

    @Override
    protected RunStore emptyStore() {
        return reopened();
    }

    @Override
    protected RunStore reopened() {
        return JdbcRunStore.builder(directory.resolve("runs.db")).clock(clock).build();
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }

    @Override
    protected boolean takesFromTheDead() {
        return true;
    }
}
