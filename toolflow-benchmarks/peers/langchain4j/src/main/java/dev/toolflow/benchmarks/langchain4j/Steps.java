package dev.toolflow.benchmarks.langchain4j;

import dev.langchain4j.service.SystemMessage;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.toolflow.benchmarks.contender.Advert;
import dev.toolflow.benchmarks.contender.Brief;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Palette;
import dev.toolflow.benchmarks.contender.Prompts;

/** The steps as an AI service. */
public interface Steps {
    /** The first. */
    @SystemMessage(Prompts.BRIEF_SYSTEM)
    @UserMessage(Prompts.BRIEF_USER + "{{order}}")
    Brief brief(@V("order") Order order);

    /** The second. */
    @SystemMessage(Prompts.PALETTE_SYSTEM)
    @UserMessage(Prompts.PALETTE_USER + "{{brief}}")
    Palette palette(@V("brief") Brief brief);

    /** The third. */
    @SystemMessage(Prompts.ADVERT_SYSTEM)
    @UserMessage(Prompts.ADVERT_USER + "{{palette}}")
    Advert advert(@V("palette") Palette palette);
}
