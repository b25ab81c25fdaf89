package dev.toolflow.benchmarks.springai;

import dev.toolflow.benchmarks.contender.Advert;
import dev.toolflow.benchmarks.contender.Brief;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Palette;
import dev.toolflow.benchmarks.contender.Prompts;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;

/** Spring AI's chat client with entities, as its documentation has it; three steps by hand, for want of flows. */
public final class SpringAiChat implements dev.toolflow.benchmarks.contender.ChatClient {
    private final ChatClient client;

    private SpringAiChat(String baseUrl) {
        OpenAiChatOptions.Builder options = OpenAiChatOptions.builder();
        options.baseUrl(baseUrl).apiKey("none").model(Prompts.MODEL).maxRetries(0);
        this.client = ChatClient.create(
                OpenAiChatModel.builder().options(options.build()).build());
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, SpringAiChat::new);
    }

    @Override
    public Object step(Order order) {
        return brief(order);
    }

    @Override
    public Object flow(Order order) {
        Palette palette = ask(Prompts.PALETTE_SYSTEM, Prompts.PALETTE_USER, brief(order), Palette.class);
        return ask(Prompts.ADVERT_SYSTEM, Prompts.ADVERT_USER, palette, Advert.class);
    }

    private Brief brief(Order order) {
        return ask(Prompts.BRIEF_SYSTEM, Prompts.BRIEF_USER, order, Brief.class);
    }

    private <T> T ask(String system, String user, Object about, Class<T> type) {
        return client.prompt()
                .system(system)
                .user(words -> words.text(user + "{about}").param("about", about))
                .call()
                .entity(type);
    }
}
