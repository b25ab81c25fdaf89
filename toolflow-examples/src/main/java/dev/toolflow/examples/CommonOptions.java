package dev.toolflow.examples;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ModelDefaults;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that every example has. Filled in by picocli, then read only. */
final class CommonOptions {
    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the files go; may exist. Default: out/<example>-<run id>.")
    private @Nullable Path out;

    @Option(names = "--chat-model", paramLabel = "MODEL", description = "Default: OPENAI_CHAT_MODEL, or gpt-5.4-mini.")
    private @Nullable String chatModel;

    @Option(names = "--image-model", paramLabel = "MODEL", description = "Default: OPENAI_IMAGE_MODEL, or gpt-image-2.")
    private @Nullable String imageModel;

    @Option(names = "--size", paramLabel = "SIZE", description = "Size of pictures: auto, or like 1536x1024.")
    private @Nullable String size;

    @Option(
            names = "--json",
            description = "Write the result as JSON to standard output, and all else to standard error.")
    private boolean json;

    @Option(names = "--verbose", description = "Log what the engine does to standard error.")
    private boolean verbose;

    @Mixin
    private final ControlOptions control = new ControlOptions();

    /** The directory that was asked for. */
    Optional<Path> out() {
        if (out != null && out.toString().isBlank()) {
            throw new BadInputException("--out: must name a directory; leave it out for the default");
        }
        return Optional.ofNullable(out);
    }

    /** The models: the options', else the environment's, else the library's defaults. */
    ModelDefaults models(Shell shell) {
        ModelDefaults standard = ModelDefaults.standard();
        return new ModelDefaults(
                named("--chat-model", chatModel)
                        .or(() -> shell.variable("OPENAI_CHAT_MODEL"))
                        .orElse(standard.chat()),
                named("--image-model", imageModel)
                        .or(() -> shell.variable("OPENAI_IMAGE_MODEL"))
                        .orElse(standard.image()));
    }

    /** The size that was asked for. */
    Optional<String> size() {
        if (size == null) {
            return Optional.empty();
        }
        try {
            ImageGenerationInput.of("any").size(size);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--" + e.getMessage());
        }
        return Optional.of(size);
    }

    boolean json() {
        return json;
    }

    /** What it may take. */
    ControlOptions control() {
        return control;
    }

    /** Lets the engine's log be seen, where that is wanted. */
    void logAsAsked() {
        if (verbose && LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
            root.setLevel(Level.INFO);
        }
    }

    private static Optional<String> named(String option, @Nullable String model) {
        if (model != null && model.isBlank()) {
            throw new BadInputException(option + ": must name a model; leave it out for the default");
        }
        return Optional.ofNullable(model);
    }
}
