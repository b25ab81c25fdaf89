package dev.toolflow.benchmarks.openai;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.HttpResponse;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionTool;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import dev.toolflow.benchmarks.contender.Advert;
import dev.toolflow.benchmarks.contender.Brief;
import dev.toolflow.benchmarks.contender.ChatClient;
import dev.toolflow.benchmarks.contender.ContenderProcess;
import dev.toolflow.benchmarks.contender.Order;
import dev.toolflow.benchmarks.contender.Palette;
import dev.toolflow.benchmarks.contender.Prompts;
import java.io.IOException;

/** openai-java by one who counts: each tool is made once, and the raw response is read by a streaming parser. */
public final class OpenAiChatLean implements ChatClient {
    private static final ChatCompletionTool BRIEF = tool(Brief.class);
    private static final ChatCompletionTool PALETTE = tool(Palette.class);
    private static final ChatCompletionTool ADVERT = tool(Advert.class);

    private final JsonMapper mapper = new JsonMapper();
    private final OpenAIClient client;

    private OpenAiChatLean(String baseUrl) {
        this.client = OpenAIOkHttpClient.builder()
                .baseUrl(baseUrl)
                .apiKey("none")
                .maxRetries(0)
                .build();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, OpenAiChatLean::new);
    }

    private static ChatCompletionTool tool(Class<?> type) {
        return ChatCompletionCreateParams.builder()
                .model(Prompts.MODEL)
                .addUserMessage("")
                .addTool(type)
                .build()
                .tools()
                .orElseThrow()
                .get(0);
    }

    @Override
    public Object step(Order order) throws IOException {
        return brief(order);
    }

    @Override
    public Object flow(Order order) throws IOException {
        Palette palette = mapper.readValue(
                ask(Prompts.PALETTE_SYSTEM, Prompts.PALETTE_USER + brief(order), PALETTE), Palette.class);
        return mapper.readValue(ask(Prompts.ADVERT_SYSTEM, Prompts.ADVERT_USER + palette, ADVERT), Advert.class);
    }

    private Brief brief(Order order) throws IOException {
        return mapper.readValue(ask(Prompts.BRIEF_SYSTEM, Prompts.BRIEF_USER + order, BRIEF), Brief.class);
    }

    /** The arguments of the tool call. */
    private String ask(String system, String user, ChatCompletionTool tool) throws IOException {
        ChatCompletionCreateParams params = ChatCompletionCreateParams.builder()
                .model(Prompts.MODEL)
                .addSystemMessage(system)
                .addUserMessage(user)
                .addTool(tool)
                .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED)
                .build();
        try (HttpResponse response =
                        client.chat().completions().withRawResponse().create(params);
                JsonParser json = mapper.createParser(response.body())) {
            String arguments = null;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("arguments")) {
                    arguments = json.nextTextValue();
                }
            }
            if (arguments == null) {
                throw new IOException("the reply has no tool call");
            }
            return arguments;
        }
    }
}
