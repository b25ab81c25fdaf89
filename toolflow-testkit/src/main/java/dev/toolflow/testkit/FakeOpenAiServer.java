package dev.toolflow.testkit;

import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAI-compatible server on 127.0.0.1 for integration tests and for trying things out: it refuses what OpenAI would
 * refuse, answers chat with arguments made up for the tool's schema, draws pictures from the prompt, streams both where
 * asked to, fails when told to, and remembers what it was asked. The same request gets the same answer, but for ids, times and one deliberate flaw: the
 * first palette of each tool repeats a colour, so that newcomers see a feedback round ({@link Builder#flawlessPalettes()}).
 * Thread-safe.
 *
 * <pre>{@code
 * try (var server = FakeOpenAiServer.start()) {
 *     server.on("generate_palette").reply(Fault.rateLimited(Duration.ofSeconds(2)));
 *     var service = DefaultOpenAiToolService.builder().baseUrl(server.baseUrl()).build();
 *     …
 *     assertThat(result.usage().input()).isEqualTo(server.ledger().input());
 * }
 * }</pre>
 */
public final class FakeOpenAiServer implements AutoCloseable {

    private final Desk desk;
    private final Listener listener;
    private final Bills bills;

    private FakeOpenAiServer(Builder builder) {
        bills = new Bills(builder.ledger);
        Answers answers = new Answers(builder.clock, builder.flawlessPalettes, bills);
        MinuteLimits limits = new MinuteLimits(
                builder.limits, builder.clock, () -> answers.ledger().total());
        desk = new Desk(answers, limits, builder.requiredKey, new RequestLog(builder.kept));
        try {
            listener = new Listener(builder.port, desk);
        } catch (UncheckedIOException e) {
            bills.close();
            throw e;
        }
    }

    /** Starts a server on a free port. */
    public static FakeOpenAiServer start() {
        return builder().start();
    }

    /**
     * Starts a server on {@code port}; 0 takes a free one.
     *
     * @throws UncheckedIOException if the port is taken
     */
    public static FakeOpenAiServer start(int port) {
        return builder().port(port).start();
    }

    /** Returns a builder with the defaults: a free port, any key, flawed first palettes. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns what belongs into {@code OPENAI_BASE_URL}: {@code http://127.0.0.1:PORT/v1}. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    /** Returns the port. */
    public int port() {
        return listener.port();
    }

    /** Spoils the next requests, whatever they are, one fault each; comes before every rule. */
    public FakeOpenAiServer next(Fault... faults) {
        desk.script().next(faults);
        return this;
    }

    /** Returns a new rule for a tool: a chat tool's name, {@code generate_image} or {@code edit_image}. */
    public FaultRule on(String tool) {
        return desk.script().on(tool);
    }

    /** Returns a new rule for an endpoint. */
    public FaultRule on(Endpoint endpoint) {
        return desk.script().on(endpoint);
    }

    /** Returns the requests in the order they came, the latest 10,000 unless built otherwise. */
    public List<RecordedRequest> requests() {
        return desk.log().all();
    }

    /** Returns the requests of a tool: a chat tool's name, {@code generate_image} or {@code edit_image}. */
    public List<RecordedRequest> requests(String tool) {
        return requests().stream()
                .filter(r -> r.tool().filter(tool::equals).isPresent())
                .toList();
    }

    /** Returns how many requests an endpoint got, refused ones too. */
    public int count(Endpoint endpoint) {
        return desk.log().count(endpoint);
    }

    /**
     * Waits until {@code count} requests came in all since the start.
     *
     * @return false if {@code longest} passed before
     */
    public boolean awaitRequests(int count, Duration longest) throws InterruptedException {
        return desk.log().await(() -> desk.log().total() >= count, longest);
    }

    /** Returns how many clients closed their connection while the fake kept them waiting or spoilt a stream on purpose. */
    public int abandoned() {
        return desk.abandoned();
    }

    /**
     * Waits until {@code count} clients have given up waiting, see {@link #abandoned()}.
     *
     * @return false if {@code longest} passed before
     */
    public boolean awaitAbandoned(int count, Duration longest) throws InterruptedException {
        return desk.log().await(() -> desk.abandoned() >= count, longest);
    }

    /** Returns what was billed so far. */
    public Ledger ledger() {
        return desk.answers().ledger();
    }

    /** Closes every connection, ends every wait and leaves no thread behind. Again: nothing happens. */
    @Override
    public void close() {
        listener.close();
        bills.close();
    }

    /** How a server is set up. Not thread-safe. */
    public static final class Builder {

        private int port;
        private int kept = 10_000;
        private boolean flawlessPalettes;
        private @Nullable String requiredKey;
        private @Nullable Path ledger;
        private MinuteLimits.@Nullable Most limits;
        private Clock clock = Clock.systemUTC();

        private Builder() {}

        /** Sets the port, 0–65535; 0 takes a free one. */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > 65_535) {
                throw new IllegalArgumentException("port " + newPort + " is not within 0 and 65535");
            }
            port = newPort;
            return this;
        }

        /** Refuses every other key with 401. Default: any key will do, and none. */
        public Builder requireKey(String key) {
            requiredKey = key;
            return this;
        }

        /**
         * Allows so much in each minute, whoever asks, and tells it in the {@code x-ratelimit-*} headers of every reply; what
         * comes beyond is refused with 429. Default: the headers say that almost nothing is used, and nothing is refused.
         *
         * @param requests at least 1
         * @param tokens those billed, at least 1
         * @throws IllegalArgumentException if one of them is less
         */
        public Builder limits(int requests, long tokens) {
            if (requests < 1 || tokens < 1) {
                throw new IllegalArgumentException("limits: must be at least 1, were " + requests + " requests and "
                        + tokens + " tokens per minute");
            }
            limits = new MinuteLimits.Most(requests, tokens);
            return this;
        }

        /** Lets no palette repeat a colour, the first one neither. */
        public Builder flawlessPalettes() {
            flawlessPalettes = true;
            return this;
        }

        /**
         * Keeps the ledger in this file too, and goes on with what is there: a line of JSON for each billed call, synced before
         * its reply leaves. Default: in memory only.
         */
        public Builder ledger(Path file) {
            ledger = file;
            return this;
        }

        /** Sets the clock that {@code created} is read from and minutes are counted by. Default: the system's. */
        public Builder clock(Clock newClock) {
            clock = newClock;
            return this;
        }

        /** Sets how many requests are remembered, with their bodies. Default 10,000. */
        public Builder keepRequests(int most) {
            kept = Math.max(0, most);
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if the port is taken, or the ledger's file cannot be used
         */
        public FakeOpenAiServer start() {
            return new FakeOpenAiServer(this);
        }
    }
}
