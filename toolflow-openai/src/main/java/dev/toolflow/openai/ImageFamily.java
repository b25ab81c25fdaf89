package dev.toolflow.openai;

import java.util.Locale;

/** The image models' families, as far as they differ in what they take. Source: OpenAI's images API reference. */
enum ImageFamily {
    /** {@code dall-e-2}, alive at gateways. */
    DALL_E_2(1_000, true),
    /** {@code dall-e-3}, alive at gateways. */
    DALL_E_3(4_000, true),
    /** {@code gpt-image-*}, {@code chatgpt-image-*} and models of unknown name. */
    GPT(32_000, false);

    private final int longestPrompt;
    private final boolean asksForBase64;

    ImageFamily(int longestPrompt, boolean asksForBase64) {
        this.longestPrompt = longestPrompt;
        this.asksForBase64 = asksForBase64;
    }

    static ImageFamily of(String model) {
        String name = ModelFamilies.bare(model.toLowerCase(Locale.ROOT));
        if (name.startsWith("dall-e-2")) {
            return DALL_E_2;
        }
        return name.startsWith("dall-e-") ? DALL_E_3 : GPT;
    }

    /** How long a prompt may be, in characters. */
    int longestPrompt() {
        return longestPrompt;
    }

    /** Returns whether the answer is base64 only when asked for; the others refuse {@code response_format}. */
    boolean asksForBase64() {
        return asksForBase64;
    }
}
