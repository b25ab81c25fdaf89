package dev.toolflow.step;

/**
 * What an image step does when no one knows whether a call was carried out, such as after a timeout. A call that was in flight when
 * the process of a kept run died is made again by whoever resumes the run, unless the step says {@link #FAIL} itself.
 */
public enum OnUnknown {
    /** The step fails, so that no image is bought twice. */
    FAIL,
    /** The call is made again, at the risk of paying twice. */
    RETRY
}
