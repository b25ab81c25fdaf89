package dev.toolflow.openai;

import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.tool.CallContext;
import dev.toolflow.tool.ModelDefaults;
import dev.toolflow.tool.OpenAiToolService;
import dev.toolflow.tool.Secret;
import dev.toolflow.tool.ToolCallException;
import dev.toolflow.tool.ToolCallRequest;
import dev.toolflow.tool.ToolCallResponse;
import java.lang.ref.Reference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls OpenAI, or any server that speaks its protocol: chat completions, image generations and image edits, one HTTP
 * request per call and no retry. A call that comes with {@linkplain CallContext#credentials() credentials} of its own is made
 * by these, over the same connections and threads. Thread-safe; share one among engines, and close it last. Its connections are kept for
 * reuse by chat calls; each image call takes a new one, so that it is never lost to a connection the server had closed.
 *
 * <pre>{@code
 * try (DefaultOpenAiToolService service = DefaultOpenAiToolService.fromEnvironment()) {
 *     ToolFlowEngine engine = ToolFlowEngine.create(service);
 *     …
 * }
 * }</pre>
 *
 * A program that never closes it ends all the same: its only threads are OkHttp's shared daemons (task runner, Okio
 * watchdog), which keep no JVM alive and end when they have been idle for up to 60 s, whether it is closed or not.
 */
public final class DefaultOpenAiToolService implements OpenAiToolService, AutoCloseable {
    private final Account account;
    private final ModelDefaults models;
    private final OkHttpTransport transport;
    private final RequestWriter requests;
    private final UrlAnswers urls;
    private final Exchange exchange;

    private DefaultOpenAiToolService(ServiceSettings settings, UrlAnswers urls) {
        this.urls = urls;
        account = settings.account();
        models = settings.models();
        transport = new OkHttpTransport(settings.connectTimeout(), settings.callsInFlight());
        transport.prepare(account.address());
        requests = new RequestWriter(transport, settings.taken());
        exchange = new Exchange(urls, requests.images());
    }

    /**
     * A service as the environment has it: {@code OPENAI_API_KEY}, {@code OPENAI_BASE_URL} (default OpenAI),
     * {@code OPENAI_ORG_ID}, {@code OPENAI_PROJECT_ID}, and the default models {@code OPENAI_CHAT_MODEL} and
     * {@code OPENAI_IMAGE_MODEL}. With a base URL the key may be missing.
     *
     * @throws IllegalStateException if neither key nor base URL is set
     */
    public static DefaultOpenAiToolService fromEnvironment() {
        return of(new Environment(System.getenv()));
    }

    /**
     * The same, with the variables of a {@code .env} file where the environment has none.
     *
     * @param dotEnv a file of lines {@code NAME=value}
     * @throws IllegalArgumentException if the file cannot be read
     * @throws IllegalStateException if neither key nor base URL is set
     */
    public static DefaultOpenAiToolService fromEnvironment(Path dotEnv) {
        return of(new Environment(System.getenv()).or(dotEnv));
    }

    static DefaultOpenAiToolService of(Environment environment) {
        Builder builder = builder();
        environment.applyTo(builder);
        return builder.build();
    }

    /** A builder with nothing set: it needs a key, or a base URL of a server that needs none. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc}
     *
     * @throws ToolCallException.Cancelled when the run was cancelled, this service closed, or the thread interrupted
     * @throws dev.toolflow.store.ImageStoreException when a picture to be edited, or to be seen, cannot be read
     * @throws ToolCallException.Rejected when this service was closed before, too: then nothing was sent
     */
    @Override
    public ToolCallResponse executeToolCall(ToolCallRequest request, CallContext context) {
        transport.requireChance(request, context);
        urls.requireUsable(request);
        Account caller = account.of(request, context);
        try (WireRequest wire = requests.write(request, context, caller);
                Transit transit = transport.begin(wire, request, context);
                CallContext.Registration registration = context.onCancel(transit::cancel)) {
            Objects.requireNonNull(registration, "onCancel");
            return exchange.make(transit, request, context, new Labels(caller.key()));
        } finally {
            // openai-java closes its transport when nobody can reach this any more, even during the last call.
            Reference.reachabilityFence(this);
        }
    }

    @Override
    public ModelDefaults models() {
        return models;
    }

    /** Where calls go that come with no other address, without a slash at its end. */
    public URI baseUrl() {
        return account.address().base();
    }

    /**
     * Cancels the calls in flight and closes every connection; later calls are refused. Does nothing the second time.
     * OkHttp's daemon threads, shared by all its clients in the JVM, may stay idle for up to 60 s more.
     */
    @Override
    public void close() {
        requests.close();
        urls.close();
    }

    @Override
    public String toString() {
        return "DefaultOpenAiToolService[" + account.address() + ", " + models + "]";
    }

    /** How a service is set up. Not thread-safe. */
    public static final class Builder {
        private @Nullable Secret key;
        private @Nullable String baseUrl;
        private @Nullable String organization;
        private @Nullable String project;
        private ModelDefaults models = ModelDefaults.standard();
        private int callsInFlight = 256;
        private Duration connectTimeout = Duration.ofSeconds(10);
        private final List<ModelFamily> families = new ArrayList<>();
        private @Nullable UrlFetch fetchUrls;
        private ImageModelCatalog imageModels = ImageModelCatalog.standard();

        private Builder() {}

        /** The key; space around it does not count. Default {@code none} where a base URL is set. */
        public Builder apiKey(String apiKey) {
            return apiKey(Secret.of(apiKey));
        }

        /** The same for a key that is hidden already. */
        public Builder apiKey(Secret apiKey) {
            key = Secret.of(apiKey.reveal().strip());
            return this;
        }

        /** Where the API is, with its version, such as {@code http://127.0.0.1:8080/v1}. Default OpenAI's own. */
        public Builder baseUrl(String url) {
            baseUrl = Objects.requireNonNull(url, "baseUrl");
            return this;
        }

        /** Where the API is, with its version, such as {@code http://127.0.0.1:8080/v1}. Default OpenAI's own. */
        public Builder baseUrl(URI url) {
            return baseUrl(url.toString());
        }

        /** The organization to which calls are billed, for keys that belong to several. */
        public Builder organization(String id) {
            organization = id.strip();
            return this;
        }

        /** The project to which calls are billed, for keys that belong to several. */
        public Builder project(String id) {
            project = id.strip();
            return this;
        }

        /** The models for steps that name none. Default {@link ModelDefaults#standard()}. */
        public Builder models(ModelDefaults defaults) {
            models = Objects.requireNonNull(defaults, "models");
            return this;
        }

        /** How many connections are kept for chat calls, at least 1. Default 256. More calls are not refused. */
        public Builder callsInFlight(int calls) {
            callsInFlight = calls;
            return this;
        }

        /** How long making a connection may take, at least 1 ms. Default 10 s. A call's own time bounds the rest. */
        public Builder connectTimeout(Duration timeout) {
            connectTimeout = Objects.requireNonNull(timeout, "connectTimeout");
            return this;
        }

        /** Says what a family of chat models takes. The longest prefix counts; of equal ones the first given here. */
        public Builder modelFamily(ModelFamily family) {
            families.add(Objects.requireNonNull(family, "modelFamily"));
            return this;
        }

        /** Fetches pictures that a server answers with as addresses, from these hosts. Default: such answers are refused. */
        public Builder fetchUrls(UrlFetch hosts) {
            fetchUrls = Objects.requireNonNull(hosts, "fetchUrls");
            return this;
        }

        /** What image models take, else prompts are cut at 32,000 characters. Default {@link ImageModelCatalog#standard()}. */
        public Builder imageModels(ImageModelCatalog catalog) {
            imageModels = Objects.requireNonNull(catalog, "imageModels");
            return this;
        }

        /**
         * Makes the service; nothing is sent.
         *
         * @throws IllegalStateException if neither key nor base URL is set
         * @throws IllegalArgumentException naming the field that is wrong
         */
        public DefaultOpenAiToolService build() {
            return build(new UrlAnswers(fetchUrls));
        }

        DefaultOpenAiToolService build(UrlAnswers urls) {
            ServiceSettings settings = new ServiceSettings(
                    Account.of(baseUrl, key, organization, project),
                    models,
                    callsInFlight,
                    connectTimeout,
                    new RequestWriter.Models(ModelFamilies.known().and(families), imageModels));
            return new DefaultOpenAiToolService(settings, urls);
        }
    }
}
