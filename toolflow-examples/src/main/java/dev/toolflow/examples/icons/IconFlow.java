package dev.toolflow.examples.icons;

import dev.toolflow.Ref;
import dev.toolflow.ToolFlow;
import dev.toolflow.examples.flow.Looking;
import dev.toolflow.examples.flow.UsablePictures;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.pictures.QualityCheck;
import dev.toolflow.step.ChatStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.step.ToolCallStep;
import dev.toolflow.step.VisionAudit;
import dev.toolflow.store.ImageStore;
import java.util.Optional;

/** From a name and a description to variants of an icon: a prompt first, then all variants in one call. */
public final class IconFlow {
    /** Square, which every GPT image model takes. */
    public static final String STANDARD_SIZE = "1024x1024";

    /** Writes the prompt. */
    public static final StepDefinition<IconBrief, IconPrompt> PROMPT = ChatStepDefinition.named(
                    "write_icon_prompt", IconBrief.class, IconPrompt.class)
            .description("Writes the prompt that an icon is drawn from")
            .instructions("""
                    You brief an illustrator who draws app icons. From the name, the description and the instructions, if there \
                    are any, write the prompt for one icon, at most 120 words.

                    Find one object or sign that stands for the thing and is not the first that everybody thinks of; say how \
                    it is drawn: shape, line, two or three colours with their #RRGGBB, ground. It must be told apart at 16 \
                    pixels: one bold form, strong contrast, no fine detail, even margins, centred, square. No text, no \
                    letters, no mock-up, no border, no shadow on the ground. What the instructions ask for goes before all \
                    of this.""")
            .build();

    /** Draws the variants. */
    public static final ImageGenerationStepDefinition DRAW = ImageGenerationStepDefinition.create();

    /** Looks at the variants, where that is wanted. */
    public static final VisionAudit LOOK = VisionAudit.of(
            "one bold form, centred, that can be told apart at 16 pixels",
            "no text and no letters",
            "no mock-up of a device");

    /** An icon may be small, but it has to be one. */
    private static final QualityCheck QUALITY = QualityCheck.standard().minSide(16);

    private IconFlow() {}

    /**
     * What is drawn, and how.
     *
     * @param variants how many, 1 to 4
     * @param size {@code auto} or {@code <width>x<height>}
     * @param looking whether a model looks at them before they are taken
     */
    public record Wish(int variants, String size, Looking looking) {
        /** What the image model is asked for with this prompt. */
        public ImageGenerationInput of(String prompt) {
            return ImageGenerationInput.of(prompt).n(variants).size(size);
        }
    }

    /** The prompt alone. */
    public static ToolFlow<IconBrief, IconPrompt> prompt() {
        return ToolFlow.define("icon-prompt", IconBrief.class, (flow, brief) -> flow.step(PROMPT, brief));
    }

    /**
     * The icons, from a prompt.
     *
     * @param wish what is drawn
     * @param given the prompt; where it is empty, one is written first
     * @param store the engine's, from which pictures are read to judge them
     */
    public static ToolFlow<IconBrief, Icons> define(Wish wish, Optional<String> given, ImageStore store) {
        return ToolFlow.define("icons", IconBrief.class, (flow, brief) -> {
            Ref<String> prompt = given.<Ref<String>>map(text -> brief.map(b -> text))
                    .orElseGet(() -> flow.step(ToolCallStep.of(PROMPT).maxRetries(2), brief)
                            .map(IconPrompt::prompt));
            var plain = ToolCallStep.of(DRAW)
                    .as("icon")
                    .maxRetries(2)
                    .audit(new UsablePictures(store, QUALITY).orElse("draw one bold form, filling the picture"));
            var drawn = flow.step(wish.looking().at(plain, LOOK), prompt.map(wish::of));
            return prompt.and(drawn).map((p, d) -> new Icons(p, d.images()));
        });
    }
}
