package dev.toolflow.run;

import java.time.Duration;

class MemoryRunStoreContractTest extends RunStoreContract {
    private final MovedClock clock = new MovedClock();

    @Override
    protected RunStore emptyStore() {
        return RunStore.memory(clock, Duration.ofSeconds(30));
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
