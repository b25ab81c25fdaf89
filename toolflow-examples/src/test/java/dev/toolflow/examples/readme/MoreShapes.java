package dev.toolflow.examples.readme;

import dev.toolflow.FanOut;
import dev.toolflow.ToolFlow;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.step.ImageEditStepDefinition;
import dev.toolflow.step.ImageGenerationStepDefinition;
import dev.toolflow.step.ToolCallStep;
import java.util.List;

/** What else the README shows, compiled. */
final class MoreShapes {
    private MoreShapes() {}

    // readme:begin each
    record IconSet(String style, List<String> names) {}

    static final ImageGenerationStepDefinition ICON = ImageGenerationStepDefinition.create();
    static final ImageEditStepDefinition AT_NIGHT = ImageEditStepDefinition.create();

    static final ToolFlow<IconSet, List<GeneratedImage>> ICONS =
            ToolFlow.define("icons", IconSet.class, (flow, set) -> {
                var prompts = flow.local(
                        "prompts",
                        set,
                        s -> s.names().stream()
                                .map(name -> ImageGenerationInput.of(s.style() + " icon of " + name)
                                        .size(1024, 1024))
                                .toList());
                var icons = flow.each(ToolCallStep.of(ICON).as("icon"), prompts, FanOut.atMost(3));
                var night = flow.each(
                        AT_NIGHT,
                        icons.map(all -> all.stream()
                                .map(icon -> ImageEditInput.of("The same icon at night", icon.image()))
                                .toList()));
                return night.map(
                        all -> all.stream().map(ImageGenerationOutput::image).toList());
            });
    // readme:end each
}
