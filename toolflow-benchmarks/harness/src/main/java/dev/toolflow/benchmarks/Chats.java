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
            contest(server, ChatWorkload.step(quick), Column.ofCalls(), report);
        }
        report.write(directory);
    }

    private void flows() throws IOException {
        ChatReport report = new ChatReport(layout, "flows", "Flows of three steps");
        try (Server server = Server.start(layout)) {
            contest(server, ChatWorkload.flow(quick), Column.ofCalls(), report);
            contest(server, ChatWorkload.engine(quick), Column.ofSteps(STEPS_OF_A_FLOW), report);
        }
        report.write(directory);
    }

    private void crowd() throws IOException {
        ChatReport report = new ChatReport(layout, "crowd", "Many flows at once");
        try (Server server = Server.start(layout)) {
            ChatWorkload workload = ChatWorkload.crowd(quick);
            contest(server, workload, Column.ofCrowds(workload.calls()), report);
            contest(server, ChatWorkload.held(quick), Column.ofHeld(), report);
        }
        report.write(directory);
    }

    private void contest(Server server, ChatWorkload workload, List<Column> columns, ChatReport report) {
        long ceiling = server.chatCeiling();
        try (ChatContest contest = new ChatContest(layout, server, workload.among(only))) {
            report.add(
                    contest.run(),
                    columns,
                    workload.effort() + "; the server alone answers " + ceiling + " a second to one connection");
        }
    }

    private void start() throws IOException {
        int rounds = quick ? 2 : 10;
        ChatReport report = new ChatReport(layout, "start", "Start");
        try (Server server = Server.start(layout)) {
            Starts starts = new Starts(layout, server, rounds, only);
            report.add(starts.plain(), Column.ofStarts(), rounds + " new processes of each, contenders in turn");
            report.add(
                    starts.cached(),
                    Column.ofStarts(),
                    "The same, with " + Starts.cacheName() + " of a run of 100 steps");
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
