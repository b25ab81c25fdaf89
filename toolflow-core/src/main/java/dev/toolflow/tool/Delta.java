package dev.toolflow.tool;

/** A part of a reply that is still coming in. */
public sealed interface Delta {

    /**
     * The next piece of a reply's text.
     *
     * @param text not empty
     */
    record Text(String text) implements Delta {
        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }
}
