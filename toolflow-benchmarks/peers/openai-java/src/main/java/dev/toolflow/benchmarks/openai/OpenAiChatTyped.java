package dev.toolflow.benchmarks.openai;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import dev.toolflow.benchmarks.contender.Advert;
import dev.toolflow.benchmarks.contender.Brief;
import dev.toolflow.benchmarks.contender.ChatClient;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Palette;
import dev.toolflow.benchmarks.contender.Prompts;

/** Function calling of openai-java with classes, as its README has it: the schema from the class, the arguments to the class. */
public final class OpenAiChatTyped implements ChatClient {
    private final OpenAIClient client;

    private OpenAiChatTyped(String baseUrl) {
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, OpenAiChatTyped::new);
    }

    @Override
    public Object step(Order order) {
        return brief(order);
    }

    @Override
    public Object flow(Order order) {
        Palette palette = ask(Prompts.PALETTE_SYSTEM, Prompts.PALETTE_USER + brief(order), Palette.class);
        return ask(Prompts.ADVERT_SYSTEM, Prompts.ADVERT_USER + palette, Advert.class);
    }

    private Brief brief(Order order) {
        return ask(Prompts.BRIEF_SYSTEM, Prompts.BRIEF_USER + order, Brief.class);
    }

    private <T> T ask(String system, String user, Class<T> type) {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model(Prompts.MODEL)
                .addSystemMessage(system)
                .addUserMessage(user)
                .addTool(type)
                .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                .build();
        return client.chat()
                .completions()
                .create(params)
                .choices()
                .get(0)
                .message()
                .toolCalls()
                .orElseThrow()
                .get(0)
                .asFunction()
                .function()
                .arguments(type);
    }
}
