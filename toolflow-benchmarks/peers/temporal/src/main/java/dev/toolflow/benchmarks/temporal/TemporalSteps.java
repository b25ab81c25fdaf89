package dev.toolflow.benchmarks.temporal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.toolflow.benchmarks.contender.Rounds;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.io.IOException;
import java.time.Duration;

/** Three steps as activities of a Temporal workflow, on Temporal's test server in the same process, which keeps all in memory. */
public final class TemporalSteps {
    private static final String QUEUE = "three-steps";
    private static final ObjectMapper JSON = new ObjectMapper();

    private TemporalSteps() {}

    /** What steps are given and make. */
    public record Word(String text) {}

    /** A step. */
    @ActivityInterface
    public interface Saying {
        /** Does it. */
        Word say(Word word);
    }

    /** A flow. */
    @WorkflowInterface
    public interface Flow {
        /** Does it. */
        @WorkflowMethod
        Word run(Word word);
    }

    /** A model that answers at once with the JSON of what it was given. */
    public static final class Echo implements Saying {
        @Override
        public Word say(Word word) {
            try {
                return JSON.readValue(JSON.writeValueAsString(word), Word.class);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Three steps, each fed by the one before. */
    public static final class ThreeSteps implements Flow {
        private final Saying saying = Workflow.newActivityStub(
                Saying.class,
                ActivityOptions.newBuilder()
                        .setStartToCloseTimeout(Duration.ofMinutes(2))
                        .build());

        @Override
        public Word run(Word word) {
            return saying.say(saying.say(saying.say(word)));
        }
    }

    /** Takes turns with others. */
    public static void main(String[] arguments) throws IOException {
        try (TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(
                TestEnvironmentOptions.newBuilder().setUseTimeskipping(false).build())) {
            Worker worker = environment.newWorker(QUEUE);
            worker.registerWorkflowImplementationTypes(ThreeSteps.class);
            worker.registerActivitiesImplementations(new Echo());
            environment.start();
            WorkflowClient client = environment.getWorkflowClient();
            WorkflowOptions options =
                    WorkflowOptions.newBuilder().setTaskQueue(QUEUE).build();
            Rounds.take("Temporal; its test server; in memory", word -> client.newWorkflowStub(Flow.class, options)
                    .run(new Word(word))
                    .text());
        }
    }
}
