package dev.toolflow.testkit;

import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;

/** Runs a {@link FakeOpenAiServer} until the process is ended: {@code [--port PORT] [--flawless]
 * [--picture-mib MIB]}. Prints its base URL. */
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
        Fault pictures = Fault.none();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--flawless" -> builder.flawlessPalettes();
                case "--port" -> builder.port(number(args, i++));
                case "--picture-mib" -> pictures = ImageFault.pictureOf((long) number(args, i++) << 20);
                default ->
                    throw new IllegalArgumentException(
                            "unknown option '" + args[i] + "'; known: --port PORT, --flawless, --picture-mib MIB");
            }
        }
        FakeOpenAiServer server = builder.start();
        server.on(Endpoint.IMAGE_GENERATIONS).always(pictures);
        server.on(Endpoint.IMAGE_EDITS).always(pictures);
        return server;
    }

    private static int number(String[] args, int option) {
        String text = option + 1 < args.length ? args[option + 1] : "";
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(args[option] + " needs a number, not '" + text + "'", e);
        }
    }
}
