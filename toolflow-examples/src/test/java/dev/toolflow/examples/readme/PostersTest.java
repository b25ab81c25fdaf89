package dev.toolflow.examples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.step.VisionAudit;
import dev.toolflow.step.VisionAudit.Findings;
import dev.toolflow.store.Attachment;
import dev.toolflow.testing.MockOpenAiToolService;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostersTest {
    @Test
    void a_poster_is_chosen_edited_captioned_and_attached(@TempDir Path directory) {
        var mock = MockOpenAiToolService.create();
        mock.on(Posters.BY_DAY).images(2, 48, 32);
        mock.on(VisionAudit.of("any").definition()).reply(new Findings(List.of(), 60), new Findings(List.of(), 90));
        mock.on(Posters.AT_DUSK).image(48, 32);
        mock.on(Posters.CAPTION).reply(new Posters.Caption("The tower at dusk"));

        Attachment attachment = Posters.keep(mock, directory);

        assertThat(attachment.fileName()).isEqualTo("Lisbon.png");
        assertThat(attachment.link()).isNotNull();
        assertThat(mock.requests(Posters.CAPTION).get(0).input().images()).hasSize(1);
    }
}
