package dev.toolflow.testkit;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs a {@link FakeOpenAiServer} until the process is ended, and prints its base URL; {@code --help} tells its options. */
public final class FakeOpenAiServerMain {
    private static final int WRONG = 2;
    private static final int MOST_MIB = 1024;

    private static final String USAGE = """
            Usage: java -cp 'toolflow-examples/target/lib/*' dev.toolflow.testkit.FakeOpenAiServerMain [OPTION]...
            Serves a fake of OpenAI's chat and image calls on 127.0.0.1 until Ctrl-C: no key, no cost, the same answers each
            time. Prints its base URL, which is what OPENAI_BASE_URL is to be set to.
              --port PORT        1 to 65535. Default: any that is free.
              --flawless         No flaw in the first palette, which otherwise has one to show a second attempt.
              --picture-mib MIB  Make the file of each picture so large, 1 to 1024. Default: as it comes.
              -h, --help         Show this help and exit.
            Example:
              java -cp 'toolflow-examples/target/lib/*' dev.toolflow.testkit.FakeOpenAiServerMain --port 8080
              OPENAI_BASE_URL=http://127.0.0.1:8080/v1 java -jar toolflow-examples/target/toolflow-examples.jar brand-kit
            Exit codes: 0 after --help, 2 for a wrong option or a port that cannot be used.
            """;

    private FakeOpenAiServerMain() {}

    /** Starts the server; exit code 2 if the arguments are wrong or the port is taken. */
    public static void main(String[] args) throws InterruptedException {
        int exit = serve(System.out, System.err, args);
        if (exit != 0) {
            System.exit(exit);
        }
    }

    /** Serves until the thread is interrupted; returns at once, with the exit code, where nothing is to be served. */
    static int serve(PrintStream out, PrintStream err, String... args) throws InterruptedException {
        if (List.of(args).contains("--help") || List.of(args).contains("-h")) {
            out.print(USAGE);
            return 0;
        }
        try (FakeOpenAiServer server = started(args)) {
            out.println(server.baseUrl());
            new CountDownLatch(1).await();
            return 0;
        } catch (IllegalArgumentException | UncheckedIOException e) {
            err.println("FakeOpenAiServerMain: " + e.getMessage() + "; see --help");
            return WRONG;
        }
    }

    static FakeOpenAiServer started(String... args) {
        FakeOpenAiServer.Builder builder = FakeOpenAiServer.builder().keepRequests(100);
        Fault pictures = Fault.none();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--flawless" -> builder.flawlessPalettes();
                case "--port" -> builder.port(number(args, i++));
                case "--picture-mib" -> pictures = ImageFault.pictureOf((long) mib(args, i++) << 20);
                default -> throw new IllegalArgumentException("unknown option '" + args[i] + "'");
            }
        }
        FakeOpenAiServer server = builder.start();
        server.on(Endpoint.IMAGE_GENERATIONS).always(pictures);
        server.on(Endpoint.IMAGE_EDITS).always(pictures);
        return server;
    }

    private static int mib(String[] args, int option) {
        int mib = number(args, option);
        if (mib < 1 || mib > MOST_MIB) {
            throw new IllegalArgumentException(args[option] + " must be from 1 to " + MOST_MIB + ", was " + mib);
        }
        return mib;
    }

    private static int number(String[] args, int option) {
        String text = option + 1 < args.length ? args[option + 1] : "";
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            String was = text.isEmpty() ? "" : ", not '" + text + "'";
            throw new IllegalArgumentException(args[option] + " needs a number" + was, e);
        }
    }
}
