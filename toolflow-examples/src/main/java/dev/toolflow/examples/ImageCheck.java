package dev.toolflow.examples;

import dev.toolflow.catalog.ImageModel;
import dev.toolflow.catalog.ImageModelCatalog;
import dev.toolflow.image.ImageRequest;
import dev.toolflow.image.ImageSettings;
import dev.toolflow.schema.Violation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks what an image model is to be asked for, before a chat model is paid to prepare it. Not thread-safe. */
final class ImageCheck {
    private static final ImageModelCatalog CATALOG = ImageModelCatalog.standard();

    /** Parameters as they are called on the command line. */
    private static final Map<String, String> OPTIONS =
            Map.of("size", "--size", "model", "--image-model", "n", "--variants", "prompt", "--prompt");

    private final String model;
    private final Set<String> problems = new LinkedHashSet<>();

    private ImageCheck(String model) {
        this.model = model;
    }

    /** What this model is to be asked for. */
    static ImageCheck of(String model) {
        return new ImageCheck(model);
    }

    /**
     * The first of these sizes that a model is known to take, for where none was asked for; the first of all when nothing is
     * known of it.
     */
    static String firstTaken(String model, List<String> sizes) {
        return CATALOG.find(model)
                .flatMap(ImageModel::sizes)
                .flatMap(taken -> sizes.stream().filter(taken::contain).findFirst())
                .orElse(sizes.get(0));
    }

    /** Also this generation. */
    ImageCheck asks(ImageRequest<?> generation) {
        return add("", CATALOG.check(model, generation));
    }

    /** Also this generation, for someone or something that a message names. */
    ImageCheck asks(String whose, ImageRequest<?> generation) {
        return add(whose + ": ", CATALOG.check(model, generation));
    }

    /** Also edits of this size. */
    ImageCheck edits(String size) {
        return add("", CATALOG.checkEdits(model, ImageSettings.none().size(size)));
    }

    /**
     * Makes sure that the model takes all of it.
     *
     * @throws BadInputException naming each option, the model and what it takes
     */
    void require() {
        if (!problems.isEmpty()) {
            throw new BadInputException(String.join("; ", problems));
        }
    }

    private ImageCheck add(String whose, List<Violation> violations) {
        for (Violation violation : violations) {
            String parameter = violation.path();
            String option = parameter.equals("prompt") && !whose.isEmpty()
                    ? whose + "bio, as a part of the prompt"
                    : OPTIONS.getOrDefault(parameter, parameter);
            problems.add(option + ": " + violation.message());
        }
        return this;
    }
}
