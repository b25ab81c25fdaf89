package dev.toolflow.benchmarks;

import java.util.List;

/**
 * Someone who can call the images API.
 *
 * @param name as the report has it, and the name of its class path below {@code contenders}
 * @param main its class with a {@code main}
 */
record Contender(String name, String main) {
    static final String REFERENCE = "openai-java";

    static final List<Contender> ALL = List.of(
            new Contender("jdk", "dev.toolflow.benchmarks.contender.JdkFloor"),
            new Contender(REFERENCE, "dev.toolflow.benchmarks.openai.OpenAiTyped"),
            new Contender("toolflow", "dev.toolflow.benchmarks.toolflow.ToolFlowImages"),
            new Contender("langchain4j", "dev.toolflow.benchmarks.langchain4j.LangChain4jImages"),
            new Contender("spring-ai", "dev.toolflow.benchmarks.springai.SpringAiImages"));
}
