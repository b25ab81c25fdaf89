package dev.toolflow.behaviour;

import static dev.toolflow.behaviour.ApproveTest.BESIDE;
import static dev.toolflow.behaviour.ApproveTest.PRINT;
import static dev.toolflow.behaviour.Lines.CALM;
import static dev.toolflow.behaviour.Lines.WRITE;

import dev.toolflow.ToolFlowEngine;
import dev.toolflow.behaviour.ApproveTest.Answer;
import dev.toolflow.testing.MockOpenAiToolService;

/** Admits one run at a time; each of its chat steps is answered with the same line. */
final class AskingEngine implements AutoCloseable {
    static final Answer ADA = new Answer("Ada");

    final MockOpenAiToolService mock = MockOpenAiToolService.create();
    final ToolFlowEngine engine = ToolFlowEngine.builder(mock).runsAdmitted(1).build();

    AskingEngine() {
        mock.on(WRITE).answer(request -> CALM);
        mock.on(BESIDE).answer(request -> CALM);
        mock.on(PRINT).answer(request -> CALM);
    }

    @Override
    public void close() {
        engine.close();
    }
}
