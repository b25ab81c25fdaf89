package dev.toolflow.examples.avatars;

/** What the image model is asked for. */
final class AvatarPrompts {
    private AvatarPrompts() {}

    /** The amateur camera: what makes a picture look taken, not made. */
    static String selfie(Persona persona) {
        return """
                A casual selfie taken with an ordinary phone at arm's length, by %s. Who they are: %s

                Amateur camera: uneven everyday light, a little noise and softness, the framing slightly off. Natural skin \
                with pores and small flaws, hair as it happens to lie, the clothes and the place of an ordinary day. One \
                person alone, the whole face visible, looking into the phone.

                Not a studio portrait: no studio light, no retouching, no blurred backdrop, no pose. No text, no watermark, \
                no border, no illustration.""".formatted(someone(persona), persona.bio());
    }

    /** Four pictures in one, apart enough to be cut. */
    static String grid(Scenes scenes) {
        return """
                A 2x2 grid of four separate square photos of the person in the given picture, all four of equal size, with a \
                thin, straight, plain white gutter between them and nothing else on it: no text, no numbers, no frames.

                It is the same person in all four: keep face, age, skin, hair and build as they are in the given picture. \
                Each is a casual snapshot by an amateur, in natural light, with the head whole and well inside its photo.

                Top left: %s
                Top right: %s
                Bottom left: %s
                Bottom right: %s""".formatted(scenes.topLeft(), scenes.topRight(), scenes.bottomLeft(), scenes.bottomRight());
    }

    private static String someone(Persona persona) {
        return persona.gender() == null ? "a person" : "a person (" + persona.gender() + ")";
    }
}
