package dev.toolflow.testkit;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Runs a {@link FakeOpenAiServer} until the process is ended: {@code [--port PORT] [--flawless]}. Prints its base URL. */
public final class FakeOpenAiServerMain {

    private FakeOpenAiServerMain() {}

    /** Starts the server; exit code 2 if the arguments are wrong or the port is taken. */
    public static void main(String[] args) throws InterruptedException {
        try (FakeOpenAiServer server = started(args)) {
            System.out.println(server.baseUrl());
            new CountDownLatch(1).await();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    static FakeOpenAiServer started(String... args) {
        FakeOpenAiServer.Builder builder = FakeOpenAiServer.builder().keepRequests(100);
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--flawless" -> builder.flawlessPalettes();
                case "--port" -> builder.port(port(++i < args.length ? args[i] : ""));
                default ->
                    throw new IllegalArgumentException(
                            "unknown option '" + args[i] + "'; known: --port PORT, --flawless");
            }
        }
        return builder.start();
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--port needs a number, not '" + text + "'", e);
        }
    }
}
