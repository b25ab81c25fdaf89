package dev.toolflow.examples.avatars;

import dev.toolflow.examples.flow.Looking;
import dev.toolflow.examples.text.Slug;
import dev.toolflow.image.ImageGenerationInput;
import dev.toolflow.tool.ModelDefaults;
import java.util.stream.Stream;

/**
 * What is wanted of each persona. Immutable.
 *
 * @param images how many avatars, 1 to 8
 * @param size of the selfie and of each grid of four avatars: {@code auto} or {@code <width>x<height>}
 * @param models who writes and who draws
 * @param looking whether a model looks at the pictures before they are taken
 */
public record AvatarWish(int images, String size, ModelDefaults models, Looking looking) {
    /** Two grids of four. */
    public static final int MOST_IMAGES = 8;

    /** Square, which every GPT image model takes. */
    public static final String STANDARD_SIZE = "1024x1024";

    private static final int PER_GRID = 4;
    private static final int SMALLEST_SHEET = 144;

    /** Raised when prompts change so that what older ones made is made again. */
    private static final int RECIPE = 1;

    /** @throws IllegalArgumentException when the number is out of its bounds */
    public AvatarWish {
        if (images < 1 || images > MOST_IMAGES) {
            throw new IllegalArgumentException("images: must be from 1 to " + MOST_IMAGES + ", was " + images);
        }
    }

    /** Whether a quarter of a sheet, less a gutter, can have 64 pixels a side. */
    public boolean leavesRoomForPhotos() {
        return Stream.of(size.split("x"))
                .allMatch(side -> side.equals("auto") || Integer.parseInt(side) >= SMALLEST_SHEET);
    }

    /** What the image model is asked for first. */
    public ImageGenerationInput selfie(Persona persona) {
        return ImageGenerationInput.of(AvatarPrompts.selfie(persona)).size(size);
    }

    /** How many grids are drawn. */
    int grids() {
        return (images + PER_GRID - 1) / PER_GRID;
    }

    /** How many avatars are taken from a grid, counted from 1. */
    int wantedOf(int grid) {
        return Math.min(PER_GRID, images - (grid - 1) * PER_GRID);
    }

    /** How many pictures a persona has who has all: the selfie and the avatars. */
    public int pictures() {
        return 1 + images;
    }

    /**
     * Tells what pictures of this persona are made from, as 64 hexadecimal digits. How many are wanted is no part of it: fewer or
     * more are cut from the same selfie and sheets.
     */
    public String fingerprint(Persona persona) {
        return Slug.sha256(String.join(
                "\n",
                String.valueOf(RECIPE),
                size,
                models.chat(),
                models.image(),
                looking.name(),
                persona.name(),
                String.valueOf(persona.gender()),
                persona.bio()));
    }
}
