package dev.toolflow.examples;

import dev.toolflow.openai.DefaultOpenAiToolService;
import dev.toolflow.testkit.FakeOpenAiServer;
import dev.toolflow.tool.OpenAiToolService;
import java.util.List;
import java.util.Optional;

/** The service that a run calls, and which server that is. Thread-safe. */
final class Connection implements AutoCloseable {
    /** What the fake server is called. */
    static final String FAKE = "the built-in fake server";

    private static final String KEY = "OPENAI_API_KEY";
    private static final String BASE_URL = "OPENAI_BASE_URL";

    private final OpenAiToolService service;
    private final String server;
    private final boolean madeUp;
    private final List<Runnable> closing;

    private Connection(OpenAiToolService service, String server, boolean madeUp, List<Runnable> closing) {
        this.service = service;
        this.server = server;
        this.madeUp = madeUp;
        this.closing = closing;
    }

    /**
     * Connects as the environment says; starts a fake server when it says nothing. Nothing is sent yet.
     *
     * @throws BadInputException when a variable cannot be used; names it, but not its value
     */
    static Connection open(Shell shell) {
        Optional<String> key = shell.variable(KEY);
        Optional<String> url = shell.variable(BASE_URL);
        return isToFake(shell) ? toFake() : toOpenAi(shell, key, url);
    }

    /** Whether the environment says nothing. */
    static boolean isToFake(Shell shell) {
        return shell.variable(KEY).isEmpty() && shell.variable(BASE_URL).isEmpty();
    }

    /** Says in one line who is talked to. */
    String description() {
        if (madeUp) {
            return "No " + KEY + " and no " + BASE_URL + ": using the built-in fake server at " + server
                    + " - pictures and texts are made up";
        }
        return "Using " + server;
    }

    /** Whether the answers are made up. */
    boolean isMadeUp() {
        return madeUp;
    }

    /** The server in a few words. */
    String server() {
        return madeUp ? FAKE : server;
    }

    OpenAiToolService service() {
        return service;
    }

    @Override
    public void close() {
        closing.forEach(Runnable::run);
    }

    private static Connection toFake() {
        FakeOpenAiServer fake = FakeOpenAiServer.start();
        DefaultOpenAiToolService service =
                DefaultOpenAiToolService.builder().baseUrl(fake.baseUrl()).build();
        return new Connection(service, fake.baseUrl().toString(), true, List.of(service::close, fake::close));
    }

    private static Connection toOpenAi(Shell shell, Optional<String> key, Optional<String> url) {
        DefaultOpenAiToolService.Builder builder = DefaultOpenAiToolService.builder();
        key.ifPresent(builder::apiKey);
        url.ifPresent(builder::baseUrl);
        shell.variable("OPENAI_ORG_ID").ifPresent(builder::organization);
        shell.variable("OPENAI_PROJECT_ID").ifPresent(builder::project);
        try {
            DefaultOpenAiToolService service = builder.build();
            String server = (url.isPresent() ? "the server at " : "OpenAI at ") + service.baseUrl();
            return new Connection(service, server, false, List.of(service::close));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("environment: " + inVariables(String.valueOf(e.getMessage())));
        }
    }

    /** The builder's names are those of its methods; the user knows the variables. */
    private static String inVariables(String message) {
        return message.replaceFirst("^apiKey:", KEY + ":")
                .replaceFirst("^baseUrl:", BASE_URL + ":")
                .replaceFirst("^organization:", "OPENAI_ORG_ID:")
                .replaceFirst("^project:", "OPENAI_PROJECT_ID:");
    }
}
