package dev.toolflow.testkit.request;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the image models of one family take. Source: OpenAI's API reference for image generations and edits. */
enum ImageFamily {
    GPT_IMAGE_NEXT(Set.of(), Set.of("low", "medium", "high", "xhigh", "max", "auto"), 32_000, 10),
    GPT_IMAGE_2(Set.of(), Set.of("low", "medium", "high", "auto"), 32_000, 10),
    GPT_IMAGE_1(
            Set.of("1024x1024", "1536x1024", "1024x1536", "auto"), Set.of("low", "medium", "high", "auto"), 32_000, 10),
    DALL_E_3(Set.of("1024x1024", "1792x1024", "1024x1792"), Set.of("standard", "hd"), 4_000, 1),
    DALL_E_2(Set.of("256x256", "512x512", "1024x1024"), Set.of("standard"), 1_000, 10);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})x(\\d{1,5})");
    private static final int LONGEST_SIDE = 3840;
    private static final long MOST_PIXELS = 8_294_400;

    @SuppressWarnings("ImmutableEnumChecker") // always Set.of
    private final Set<String> sizes;

    @SuppressWarnings("ImmutableEnumChecker") // always Set.of
    private final Set<String> qualities;

    private final int longestPrompt;
    private final int mostImages;

    ImageFamily(Set<String> sizes, Set<String> qualities, int longestPrompt, int mostImages) {
        this.sizes = sizes;
        this.qualities = qualities;
        this.longestPrompt = longestPrompt;
        this.mostImages = mostImages;
    }

    static Optional<ImageFamily> of(String model) {
        if (model.startsWith("gpt-image-2.")) {
            return Optional.of(GPT_IMAGE_NEXT);
        }
        if (model.startsWith("gpt-image-2")) {
            return Optional.of(GPT_IMAGE_2);
        }
        if (model.startsWith("gpt-image-1.5")
                || model.startsWith("gpt-image-1-mini")
                || model.equals("chatgpt-image-latest")) {
            return Optional.of(GPT_IMAGE_1);
        }
        return model.equals("dall-e-3")
                ? Optional.of(DALL_E_3)
                : model.equals("dall-e-2") ? Optional.of(DALL_E_2) : Optional.empty();
    }

    boolean isGpt() {
        return this != DALL_E_3 && this != DALL_E_2;
    }

    int longestPrompt() {
        return longestPrompt;
    }

    int mostImages() {
        return mostImages;
    }

    Set<String> qualities() {
        return qualities;
    }

    boolean takesSize(String size) {
        if (!sizes.isEmpty() || size.equals("auto")) {
            return sizes.isEmpty() || sizes.contains(size);
        }
        Matcher matcher = SIZE.matcher(size);
        if (!matcher.matches()) {
            return false;
        }
        int width = Integer.parseInt(matcher.group(1));
        int height = Integer.parseInt(matcher.group(2));
        int longer = Math.max(width, height);
        int shorter = Math.min(width, height);
        boolean grid = this != GPT_IMAGE_2 || (width % 16 == 0 && height % 16 == 0);
        return grid
                && shorter >= 16
                && longer <= 3 * shorter
                && longer <= LONGEST_SIDE
                && (long) longer * shorter <= MOST_PIXELS;
    }
}
