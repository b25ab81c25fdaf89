package dev.toolflow.examples.report;

import static dev.toolflow.examples.flow.BrandKitFlow.COPY;
import static dev.toolflow.examples.flow.BrandKitFlow.HERO;
import static dev.toolflow.examples.flow.BrandKitFlow.PALETTE;
import static dev.toolflow.examples.report.HostilePalette.GOOD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ToolFlow;
import dev.toolflow.ToolFlowEngine;
import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.flow.BrandKitFlow;
import dev.toolflow.examples.flow.BrandKitFlow.BrandKit;
import dev.toolflow.examples.flow.BrandKitFlow.Brief;
import dev.toolflow.examples.flow.BrandKitFlow.Copy;
import dev.toolflow.examples.flow.Looking;
import dev.toolflow.examples.flow.Taste;
import dev.toolflow.testing.MockOpenAiToolService;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GraphOfAFlowThatAsksTest {
    private final MockOpenAiToolService mock = MockOpenAiToolService.create();
    private final ToolFlowEngine engine = ToolFlowEngine.create(mock);

    @AfterEach
    void closeTheEngine() {
        engine.close();
    }

    private final ToolFlow<Brief, BrandKit> flow = BrandKitFlow.define(
            Taste.ADVISES, new BrandKitFlow.Wish("320x320", Looking.UNSEEN, BrandKitFlow.Asking.A_PERSON));

    @BeforeEach
    void scriptAll() {
        mock.on(PALETTE).reply(GOOD);
        mock.on(COPY).reply(new Copy("a", "b", "c", "d"));
        mock.on(HERO).image(30, 20);
    }

    @Test
    void has_the_picture_behind_the_choice_behind_the_question() {
        GraphView graph = GraphView.of(flow, asked());

        assertThat(node(graph, "hero").x())
                .isGreaterThan(node(graph, "choose#1").x());
        assertThat(node(graph, "choose#1").x())
                .isGreaterThan(node(graph, "approve-hero").x());
        assertThat(graph.edges()).hasSize(5);
    }

    @Test
    void has_the_choice_made_once_the_question_is_answered() {
        ToolFlowResult<BrandKit> waiting = asked();

        assertThat(state(waiting, "choose#1")).isNotEqualTo("completed");
        var answered =
                engine.decide(waiting.runId(), "approve-hero", true).result().join();
        assertThat(GraphView.of(flow, answered).nodes())
                .allMatch(node ->
                        Set.of("completed", "input").contains(node.label().state()));
    }

    @Test
    void tells_what_waits_as_such_and_as_no_failure() {
        String html = Report.of(flow, asked())
                .failure(Optional.of("Waiting for an answer to approve-hero"))
                .html();

        assertThat(html)
                .contains("It waits for an answer.", "<p class=\"notice\" role=\"alert\">Waiting for an answer")
                .doesNotContain("<p class=\"failure\"");
    }

    @Test
    void is_drawn_no_wider_than_its_page_as_long_as_it_can_be_read() {
        GraphView graph = GraphView.of(flow, asked());

        assertThat(graph.width()).isGreaterThan(1_000);
        assertThat(graph.leastWidth()).isEqualTo(700);
    }

    private ToolFlowResult<BrandKit> asked() {
        return engine.run(flow, new Brief("Tea", List.of("hikers"), null, null));
    }

    private String state(ToolFlowResult<BrandKit> result, String title) {
        return node(GraphView.of(flow, result), title).label().state();
    }

    private static GraphView.Node node(GraphView graph, String title) {
        return graph.nodes().stream()
                .filter(node -> node.label().title().equals(title))
                .findFirst()
                .orElseThrow();
    }
}
