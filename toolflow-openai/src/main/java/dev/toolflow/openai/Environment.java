package dev.toolflow.openai;

import dev.toolflow.tool.ModelDefaults;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Settings by the names that OpenAI's own libraries read, and two for the default models. */
final class Environment {
    static final String KEY = "OPENAI_API_KEY";
    static final String BASE_URL = "OPENAI_BASE_URL";

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * These variables, and those of a {@code .env} file where these have none.
     *
     * @throws IllegalArgumentException if the file cannot be read
     */
    Environment or(Path dotEnv) {
        Map<String, String> all = new HashMap<>(DotEnv.read(dotEnv));
        variables.forEach((name, value) -> {
            if (!value.isBlank()) {
                all.put(name, value);
            }
        });
        return new Environment(all);
    }

    /** Sets on the builder what is set here. */
    void applyTo(DefaultOpenAiToolService.Builder builder) {
        set(KEY, builder::apiKey);
        set(BASE_URL, builder::baseUrl);
        set("OPENAI_ORG_ID", builder::organization);
        set("OPENAI_PROJECT_ID", builder::project);
        ModelDefaults standard = ModelDefaults.standard();
        String chat = variable("OPENAI_CHAT_MODEL");
        String image = variable("OPENAI_IMAGE_MODEL");
        builder.models(
                new ModelDefaults(chat == null ? standard.chat() : chat, image == null ? standard.image() : image));
    }

    private void set(String name, Consumer<String> setter) {
        String value = variable(name);
        if (value != null) {
            setter.accept(value);
        }
    }

    private @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
