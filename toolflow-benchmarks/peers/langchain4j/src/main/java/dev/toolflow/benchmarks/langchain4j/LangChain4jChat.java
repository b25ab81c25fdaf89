package dev.toolflow.benchmarks.langchain4j;

import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.toolflow.benchmarks.contender.Advert;
import dev.toolflow.benchmarks.contender.Brief;
import dev.toolflow.benchmarks.contender.ChatClient;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Palette;
import dev.toolflow.benchmarks.contender.Prompts;

/** LangChain4j as its documentation has it: an AI service for one step, a sequence of agents for three. */
public final class LangChain4jChat implements ChatClient {
    private final Steps steps;
    private final Sequence sequence;

    /** The first agent. */
    public interface BriefAgent {
        /** Plans. */
        @SystemMessage(Prompts.BRIEF_SYSTEM)
        @UserMessage(Prompts.BRIEF_USER + "{{order}}")
        @Agent(description = "Makes a brief of an order", outputKey = "brief")
        Brief brief(@V("order") Order order);
    }

    /** The second agent. */
    public interface PaletteAgent {
        /** Colours. */
        @SystemMessage(Prompts.PALETTE_SYSTEM)
        @UserMessage(Prompts.PALETTE_USER + "{{brief}}")
        @Agent(description = "Chooses a palette for a brief", outputKey = "palette")
        Palette palette(@V("brief") Brief brief);
    }

    /** The third agent. */
    public interface AdvertAgent {
        /** Writes. */
        @SystemMessage(Prompts.ADVERT_SYSTEM)
        @UserMessage(Prompts.ADVERT_USER + "{{palette}}")
        @Agent(description = "Writes an advert in the colours of a palette", outputKey = "advert")
        Advert advert(@V("palette") Palette palette);
    }

    /** All three. */
    public interface Sequence {
        /** Plans, colours, writes. */
        @Agent(description = "Makes an advert of an order")
        Advert run(@V("order") Order order);
    }

    private LangChain4jChat(String baseUrl) {
        ChatModel model = Models.open(baseUrl);
        this.steps = AiServices.create(Steps.class, model);
        this.sequence = AgenticServices.sequenceBuilder(Sequence.class)
                .subAgents(
                        AgenticServices.agentBuilder(BriefAgent.class)
                                .chatModel(model)
                                .build(),
                        AgenticServices.agentBuilder(PaletteAgent.class)
                                .chatModel(model)
                                .build(),
                        AgenticServices.agentBuilder(AdvertAgent.class)
                                .chatModel(model)
                                .build())
                .outputKey("advert")
                .build();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, LangChain4jChat::new);
    }

    @Override
    public Object step(Order order) {
        return steps.brief(order);
    }

    @Override
    public Object flow(Order order) {
        return sequence.run(order);
    }
}
