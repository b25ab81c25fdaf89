package dev.toolflow.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * Someone who can call the API.
 *
 * @param name as the report has it
 * @param classPath the directory of its jars below {@code contenders}
 * @param main its class with a {@code main}
 */
record Contender(String name, String classPath, String main) {
    static final String REFERENCE = "openai-java";
    /** The other one that ratios are told to, where it takes part. */
    static final String SECOND_REFERENCE = "langchain4j";

    /** Who makes images. */
    static final List<Contender> ALL = List.of(
            of("jdk", "contender.JdkFloor"),
            of(REFERENCE, "openai.OpenAiTyped"),
            of("toolflow", "toolflow.ToolFlowImages"),
            of(SECOND_REFERENCE, "langchain4j.LangChain4jImages"),
            of("spring-ai", "springai.SpringAiImages"));

    private static final Contender LEAN = in(REFERENCE, "openai-java, lean", "openai.OpenAiChatLean");
    private static final Contender GRAPH = in(SECOND_REFERENCE, "langgraph4j", "langchain4j.LangGraph4jFlows");

    /** Who does single steps. */
    static final List<Contender> STEPS = List.of(
            of("jdk", "contender.JdkChatFloor"),
            of(REFERENCE, "openai.OpenAiChatTyped"),
            LEAN,
            of("toolflow", "toolflow.ToolFlowChat"),
            of(SECOND_REFERENCE, "langchain4j.LangChain4jChat"),
            of("spring-ai", "springai.SpringAiChat"));
    /** Who does flows of steps. */
    static final List<Contender> FLOWS =
            Stream.concat(STEPS.stream(), Stream.of(GRAPH)).toList();
    /** The engine without a network. */
    static final List<Contender> ENGINE = List.of(in("toolflow", "toolflow's engine", "toolflow.EngineAlone"));

    /** Those whose name has a text. */
    static List<Contender> among(List<Contender> all, String only) {
        return all.stream().filter(contender -> contender.name().contains(only)).toList();
    }

    private static Contender of(String name, String main) {
        return in(name, name, main);
    }

    private static Contender in(String classPath, String name, String main) {
        return new Contender(name, classPath, "dev.toolflow.benchmarks." + main);
    }
}
