package dev.toolflow.testkit.picture;

/**
 * What a picture should be.
 *
 * @param prompt the words it is drawn from
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param ordinal which of the pictures of one request, from 0; each looks different
 * @param transparent whether the background is left out
 */
public record PictureWish(String prompt, int width, int height, int ordinal, boolean transparent) {

    public PictureWish {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " cannot be drawn");
        }
    }
}
