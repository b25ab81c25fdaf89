package dev.toolflow;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.toolflow.cache.ResultCache;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.ingest.ImageIngestor;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.Attempt;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.store.ImageStore;
import dev.toolflow.tool.CallReceipt;
import dev.toolflow.tool.ToolCallRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one step of one run has to do with the engine's result cache: looks its output up before the first call, and puts it there
 * when it was accepted. Whatever goes wrong with the cache is logged and otherwise as if it had nothing. For one thread.
 *
 * @param <O> what the step makes
 */
final class RecalledResult<O> {
    private static final Logger LOG = LoggerFactory.getLogger(RecalledResult.class);

    private final EngineParts engine;
    private final StepContext context;
    private final ToolCallStep<?, O> step;
    private final StepCalls.Asking<O> asking;
    private final @Nullable ResultCache cache;
    private final Map<Integer, String> received = new HashMap<>();

    /** @param asking what the step's first call asks, and who judges the answer */
    RecalledResult(EngineParts engine, StepContext context, ToolCallStep<?, O> step, StepCalls.Asking<O> asking) {
        this.asking = asking;
        this.engine = engine;
        this.context = context;
        this.step = step;
        this.cache = step.isCached() ? engine.settings().resultCache() : null;
    }

    /**
     * The attempt that an earlier output makes, if there is one that still can be used: it is sanitized and validated again, but
     * audits are not asked again.
     *
     * @throws dev.toolflow.step.StepException if the call must not be made, be there an output or not
     */
    Optional<Attempt<O>> find() {
        ResultCache used = cache;
        if (used == null) {
            return Optional.empty();
        }
        ToolCallRequest first = asking.requests().first();
        context.doneFor().admit(context.id(), first.model(), context.scope());
        try {
            Optional<String> entry = used.find(keyOf(first));
            return entry.isPresent() ? attempt(CachedResult.read(entry.get()), first) : Optional.empty();
        } catch (Throwable e) {
            warn("the model is called, since nothing could be read from the result cache", e);
            return Optional.empty();
        }
    }

    private Optional<Attempt<O>> attempt(CachedResult result, ToolCallRequest first) throws IOException {
        BegunAttempt begun = BegunAttempt.now(
                first.tool().name(), first.model(), engine.settings().clock());
        O output = read(result.output());
        if (output instanceof ImageGenerationOutput pictures && !areStored(pictures)) {
            return Optional.empty();
        }
        Optional<Attempt<O>> known = asking.judge().recalled(output, result, begun);
        if (known.isPresent()) {
            if (output instanceof ImageGenerationOutput pictures) {
                record(pictures, first);
            }
            context.journal().intended(context.id(), 1, first.model());
            context.journal().recalled(context.id());
        }
        return known;
    }

    private String keyOf(ToolCallRequest first) {
        return ResultKey.of(first, step, context.doneFor());
    }

    private O read(String output) {
        Class<O> type = step.definition().outputType();
        return type == ImageGenerationOutput.class
                ? JsonType.plain(type).read(output)
                : JsonType.of(type).read(output);
    }

    private boolean areStored(ImageGenerationOutput pictures) {
        ImageStore store = engine.settings().images();
        return pictures.images().stream().allMatch(store::contains);
    }

    /** Pictures get records of this run too, so that they are found by its id and its tenant, and kept as long as it needs them. */
    private void record(ImageGenerationOutput pictures, ToolCallRequest first) throws IOException {
        EngineSettings settings = engine.settings();
        ImageIngestor ingestor =
                new ImageIngestor(settings.images(), engine.images().limits(step), settings.clock());
        PictureOrigin origin = new PictureOrigin(context, 1, first, settings.clock());
        try (ImageSpool spool = new ImageSpool(engine.images().limits(step))) {
            int index = 0;
            for (GeneratedImage picture : pictures.images()) {
                int place = index++;
                ImageSpool.Intake copy = spool.begin();
                try (InputStream stored = settings.images().open(picture)) {
                    stored.transferTo(copy);
                }
                ingestor.ingestReceived(
                        copy.finish(),
                        picture.format(),
                        made -> origin.picture(
                                made.withRevisedPrompt(picture.revisedPrompt()),
                                place,
                                CallReceipt.none(),
                                MissingNode.getInstance()));
            }
        }
    }

    /**
     * An output came in; it is remembered until it is known whether it is the one that is accepted. What came of a softened
     * input is not, for it is no answer to what the key says.
     *
     * @param json the reply it was read from
     */
    void received(StepCalls.Asking<O> asked, int attempt, O output, String json) {
        if (cache != null && asked.equals(asking)) {
            received.put(
                    attempt,
                    output instanceof ImageGenerationOutput pictures
                            ? JsonType.plain(ImageGenerationOutput.class).write(pictures)
                            : json);
        }
    }

    /** What was received by now was asked by an earlier run, which may have softened it. */
    void forget() {
        received.clear();
    }

    /** The step has ended with this attempt: an accepted output is kept, unless another model gave it than was to be asked. */
    void ended(Attempt<O> last) {
        String output = received.get(last.number());
        if (cache == null || output == null || !(last instanceof Attempt.Accepted<O> accepted)) {
            return;
        }
        try {
            ToolCallRequest first = asking.requests().first();
            if (first.model().equals(accepted.made().model())) {
                cache.put(
                        keyOf(first),
                        CachedResult.of(output, accepted.verdict()).write());
            }
        } catch (Throwable e) {
            warn("the output was accepted and could not be put into the result cache", e);
        }
    }

    /** Without the error's text, which may repeat an output. */
    private void warn(String what, Throwable error) {
        LOG.warn(
                "run={} step={} {}: {}",
                context.run().id(),
                LogField.clean(context.id()),
                what,
                error.getClass().getName());
        LOG.debug("run={} result cache", context.run().id(), error);
    }
}
