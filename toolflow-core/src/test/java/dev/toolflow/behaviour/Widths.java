package dev.toolflow.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.audit.AuditFunction;
import dev.toolflow.audit.Issue;
import dev.toolflow.image.GeneratedImage;
import dev.toolflow.image.ImageEditInput;
import dev.toolflow.image.ImageGenerationOutput;
import dev.toolflow.testing.MockOpenAiToolService;
import dev.toolflow.tool.Endpoint;
import dev.toolflow.tool.ToolCallRequest;

/** An audit that lets no picture pass that is too narrow, and what was made of one. */
final class Widths {
    /** The catalogue of image models says nothing of it, so nothing of a request is refused. */
    static final String UNKNOWN = "painter";

    static final Issue NARROW = Issue.critical("too narrow").suggest("make it wider");
    static final AuditFunction<ImageGenerationOutput> WIDE =
            AuditFunction.require("width", made -> made.image().width() >= 16, NARROW);

    private Widths() {}

    static GeneratedImage failed(ToolFlowResult<ImageGenerationOutput> result, int attempt) {
        return result.steps().get(0).attempts().stream()
                .filter(tried -> tried.number() == attempt)
                .map(tried -> (ImageGenerationOutput) tried.output().orElseThrow())
                .findFirst()
                .orElseThrow()
                .image();
    }

    static ImageEditInput edit(MockOpenAiToolService mock, int request) {
        ToolCallRequest asked = mock.requests().get(request);
        assertThat(asked.endpoint()).isEqualTo(Endpoint.IMAGE_EDIT);
        return (ImageEditInput) asked.input().value();
    }
}
