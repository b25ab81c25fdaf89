package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.Lines.TEA;
import static dev.toolflow.behaviour.Lines.flowOf;
import static dev.toolflow.behaviour.Lines.reply;
import static dev.toolflow.behaviour.Spender.A_CENT;
import static dev.toolflow.behaviour.Spender.line;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.toolflow.EngineBuilder;
import dev.toolflow.FlowRun;
import dev.toolflow.RunOptions;
import dev.toolflow.RunStatus;
import dev.toolflow.TenantSettings;
import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.Lines.Line;
import dev.toolflow.behaviour.Lines.Topic;
import dev.toolflow.budget.Budget;
import dev.toolflow.budget.ModelPrice;
import dev.toolflow.limit.CircuitBreakerPolicy;
import dev.toolflow.limit.RateLimits;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.ToolCallException.Transient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;

@Timeout(60)
class WaitingForABudgetTest {
    private static final ToolFlow<Topic, Line> LINE = flowOf(line());
    private static final RunOptions POOR = RunOptions.defaults().tenant("poor");
    private static final RunOptions OTHER = RunOptions.defaults().tenant("other");

    private final MutableClock clock = new MutableClock();
    private final Gate answered = new Gate();
    private final AtomicInteger slow = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger estimated = new AtomicInteger();
    private volatile boolean down;
    private final OpenAiToolService service = (request, context) -> {
        if (request.model().equals("slow")) {
            slow.incrementAndGet();
            answered.pass();
        } else {
            sent.incrementAndGet();
        }
        if (down) {
            throw new Transient("503");
        }
        return reply("x", A_CENT);
    };

    private EngineBuilder engine() {
        return Spender.engine(service)
                .prices(Spender.PRICES.with("slow", ModelPrice.perMillion("5", "5")))
                .clock(clock)
                .tokenEstimator(request -> {
                    estimated.incrementAndGet();
                    return 1_000;
                })
                .tenant("poor", TenantSettings.none().budget(Budget.usd("0.01")));
    }

    /** One call of the tenant has all its money, and another waits for what that leaves. */
    private FlowRun<Line> waiting(ToolFlowEngine engine) {
        engine.start(flowOf(line().model("slow")), TEA, POOR);
        await().until(() -> slow.get() == 1);
        FlowRun<Line> waiting = engine.start(LINE, TEA, POOR);
        await().until(() -> estimated.get() == 2);
        return waiting;
    }

    private static RunStatus ended(FlowRun<Line> run) {
        return run.result().orTimeout(20, SECONDS).join().status();
    }

    @Nested
    class A_call_that_waits_for_a_budget {
        @Test
        @EnabledForJreRange(minVersion = 21, disabledReason = "a pool's thread is held by each step that waits")
        void holds_no_place_of_those_in_flight() {
            try (var engine = engine().callsInFlight(2).build()) {
                FlowRun<Line> waiting = waiting(engine);

                assertThat(ended(engine.start(LINE, TEA, OTHER))).isEqualTo(RunStatus.COMPLETED);
                answered.open();
                assertThat(ended(waiting)).isEqualTo(RunStatus.OVER_BUDGET);
            }
        }

        @Test
        void is_none_of_those_that_try_out_whether_a_model_works_again() {
            try (var engine = engine().circuitBreaker(
                            CircuitBreakerPolicy.standard().window(3, 3).probes(1))
                    .build()) {
                down = true;
                engine.run(LINE, TEA, OTHER);
                down = false;
                clock.advance(Duration.ofSeconds(31));
                FlowRun<Line> waiting = waiting(engine);

                assertThat(ended(engine.start(LINE, TEA, OTHER))).isEqualTo(RunStatus.COMPLETED);
                answered.open();
                assertThat(ended(waiting)).isEqualTo(RunStatus.OVER_BUDGET);
            }
        }
    }

    @Nested
    class What_was_reserved {
        @Test
        void is_given_back_whole_by_a_call_that_may_not_be_sent() {
            try (var engine = engine().limits(RateLimits.none().requestsPerMinute(1))
                    .limits("slow", RateLimits.none())
                    .tenant(
                            "poor",
                            TenantSettings.none().budget(Budget.unlimited().calls(2)))
                    .build()) {
                engine.run(LINE, TEA, POOR);
                RunOptions late = POOR.deadline(Duration.ofSeconds(20));
                for (int i = 0; i < 3; i++) {
                    assertThat(engine.run(LINE, TEA, late).status()).isEqualTo(RunStatus.FAILED);
                }

                answered.open();
                assertThat(engine.run(flowOf(line().model("slow")), TEA, POOR).status())
                        .isEqualTo(RunStatus.COMPLETED);
                assertThat(sent).hasValue(1);
            }
        }
    }
}
