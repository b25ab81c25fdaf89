package dev.toolflow.catalog;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What an image model's tokens cost, in US dollars for a million tokens; null where it is not known. Immutable.
 *
 * @param textInput tokens of the prompt
 * @param cachedTextInput tokens of the prompt that were cached
 * @param imageInput tokens of pictures to be edited
 * @param cachedImageInput tokens of such pictures that were cached
 * @param textOutput tokens of text that the model writes
 * @param imageOutput tokens of the pictures it makes
 */
public record ImagePrice(
        @Nullable BigDecimal textInput,
        @Nullable BigDecimal cachedTextInput,
        @Nullable BigDecimal imageInput,
        @Nullable BigDecimal cachedImageInput,
        @Nullable BigDecimal textOutput,
        @Nullable BigDecimal imageOutput) {

    /** @throws IllegalArgumentException naming the price that is negative */
    public ImagePrice {
        requireNotNegative("textInput", textInput);
        requireNotNegative("cachedTextInput", cachedTextInput);
        requireNotNegative("imageInput", imageInput);
        requireNotNegative("cachedImageInput", cachedImageInput);
        requireNotNegative("textOutput", textOutput);
        requireNotNegative("imageOutput", imageOutput);
    }

    private static void requireNotNegative(String name, @Nullable BigDecimal price) {
        if (price != null && price.signum() < 0) {
            throw new IllegalArgumentException("price." + name + ": must not be negative, is " + price);
        }
    }
}
