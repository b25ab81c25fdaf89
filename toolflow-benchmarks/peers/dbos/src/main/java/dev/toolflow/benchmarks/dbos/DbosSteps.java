package dev.toolflow.benchmarks.dbos;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;
import dev.toolflow.benchmarks.contender.Rounds;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Three steps as workflows of DBOS Transact, called as its documentation says: {@code <address of the database>}. */
public final class DbosSteps {
    private static final JsonMapper JSON = new JsonMapper();

    private DbosSteps() {}

    /** What steps are given and make. */
    public record Word(String text) {}

    /** A flow. */
    public interface Flow {
        /** Does it. */
        Word run(Word word);
    }

    /** Three steps, each fed by the one before. */
    public static final class ThreeSteps implements Flow {
        private final DBOS dbos;

        ThreeSteps(DBOS dbos) {
            this.dbos = dbos;
        }

        @Override
        @Workflow(name = "three-steps")
        public Word run(Word word) {
            Word first = dbos.runStep(() -> answered(word), "first");
            Word second = dbos.runStep(() -> answered(first), "second");
            return dbos.runStep(() -> answered(second), "third");
        }
    }

    /** A model that answers at once with the JSON of what it was given. */
    private static Word answered(Word word) {
        return JSON.readValue(JSON.writeValueAsString(word), Word.class);
    }

    /** Takes turns with others. */
    public static void main(String[] arguments) throws IOException {
        DBOSConfig config = DBOSConfig.defaults("three-steps")
                .withDatabaseUrl(arguments[0])
                .withDbUser("postgres")
                .withDbPassword("postgres");
        try (DBOS dbos = new DBOS(config)) {
            Flow flow = dbos.registerProxy(Flow.class, new ThreeSteps(dbos));
            dbos.launch();
            Rounds.take("DBOS Transact; PostgreSQL", word -> flow.run(new Word(word)).text());
        }
    }
}
