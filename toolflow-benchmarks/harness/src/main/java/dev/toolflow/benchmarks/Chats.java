package dev.toolflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The commands about chats and flows.
 *
 * @param layout where things lie
 * @param quick one round, and few calls
 * @param only those contenders take part whose name has this text
 * @param directory of the reports
 */
record Chats(Layout layout, boolean quick, String only, Path directory) {
    /** All of them. */
    static final List<String> COMMANDS = List.of("chat", "flows", "crowd", "start", "jars", "growth");

    private static final int STEPS_OF_A_FLOW = 3;

    void run(String command) throws IOException {
        switch (command) {
            case "chat" -> chat();
            case "flows" -> flows();
            case "crowd" -> crowd();
            case "start" -> start();
            case "jars" -> jars();
            case "growth" -> growth();
            default -> throw new IllegalArgumentException("no such command: " + command);
        }
    }

    private void chat() throws IOException {
        ChatReport report = new ChatReport(layout, "chat", "One typed chat step");
        try (Server server = Server.start(layout)) {
            new ChatGoals(report.goals(), contest(server, ChatWorkload.step(quick), Column.ofCalls(), report))
                    .ofSteps();
        }
        report.write(directory);
    }

    private void flows() throws IOException {
        ChatReport report = new ChatReport(layout, "flows", "Flows of three steps");
        try (Server server = Server.start(layout)) {
            new ChatGoals(report.goals(), contest(server, ChatWorkload.flow(quick), Column.ofCalls(), report))
                    .ofFlows();
            List<Column> columns = Column.ofSteps(STEPS_OF_A_FLOW);
            new ChatGoals(report.goals(), contest(server, ChatWorkload.engine(quick), columns, report))
                    .ofEngine(STEPS_OF_A_FLOW);
        }
        report.write(directory);
    }

    private void crowd() throws IOException {
        ChatReport report = new ChatReport(layout, "crowd", "Many flows at once");
        try (Server server = Server.start(layout)) {
            ChatWorkload workload = ChatWorkload.crowd(quick);
            List<Column> columns = Column.ofCrowds(workload.calls());
            new ChatGoals(report.goals(), contest(server, workload, columns, report)).ofCrowds();
            new ChatGoals(report.goals(), contest(server, ChatWorkload.held(quick), Column.ofHeld(), report)).ofHeld();
        }
        report.write(directory);
    }

    private Results contest(Server server, ChatWorkload workload, List<Column> columns, ChatReport report) {
        long ceiling = server.chatCeiling();
        try (ChatContest contest = new ChatContest(layout, server, workload.among(only))) {
            Results results = contest.run();
            report.add(
                    results,
                    columns,
                    workload.effort() + "; the server alone answers " + ceiling + " a second to one connection");
            return results;
        }
    }

    private void start() throws IOException {
        int rounds = quick ? 2 : 10;
        ChatReport report = new ChatReport(layout, "start", "Start");
        try (Server server = Server.start(layout)) {
            Starts starts = new Starts(layout, server, rounds, only);
            Results plain = starts.plain();
            new ChatGoals(report.goals(), plain).ofStarts("to the first typed result, p50", 0.9);
            report.add(plain, Column.ofStarts(), rounds + " new processes of each, contenders in turn");
            Results cached = starts.cached();
            new ChatGoals(report.goals(), cached).ofStarts("the same with " + Starts.cacheName() + ", p50", 0.45);
            report.add(cached, Column.ofStarts(), "The same, with " + Starts.cacheName() + " of a run of 100 steps");
        }
        report.write(directory);
    }

    private void jars() throws IOException {
        ChatReport report = new ChatReport(layout, "jars", "The class path of toolflow-core and toolflow-openai");
        Jars jars = new Jars();
        jars.weigh(layout, report);
        report.write(directory);
        if (!jars.failures().isEmpty()) {
            throw new IllegalStateException(String.join("; ", jars.failures()));
        }
    }

    private void growth() throws IOException {
        ChatReport report = new ChatReport(layout, "growth", "Growth");
        GrowthTable table = new GrowthTable();
        table.measure(layout, quick ? 2_000 : 20_000, quick ? 1 : 5);
        table.report(report);
        report.write(directory);
    }
}
