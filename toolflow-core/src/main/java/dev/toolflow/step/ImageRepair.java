package dev.toolflow.step;

/** How an image step's next attempt mends a picture that did not pass. */
public enum ImageRepair {
    /** The picture is made anew from the same input; what was wrong is folded into the prompt. */
    REGENERATE,
    /**
     * The picture that did not pass is edited: {@code edit_image} is called with it as the first input, then the pictures that
     * an edit step was given, at most 16 in all, with the step's prompt, what was wrong, and the parameters that edits take.
     *
     * <p>The step's own call is made again instead, with what was wrong, where the step makes more than one picture, since an
     * edit takes all pictures it is given for one scene; where there is no picture to edit, because the reply could not be
     * used; where the model edits nothing; and where the step has a mask that would not fit the picture: one in a file, or one of another
     * size.
     */
    EDIT
}
