package dev.toolflow.run;

import java.util.List;

/**
 * What a run knows of one step.
 *
 * @param stepId the step's id path
 * @param status how it stands; {@code COMPLETED} is accepted for good
 * @param shape what it was made with
 * @param result its attempts
 * @param blobs the pictures that it refers to, each once
 */
public record StepRecord(String stepId, String status, Shape shape, Payload result, List<Blob> blobs) {
    /** The status of a step that was accepted for good. */
    public static final String COMPLETED = "COMPLETED";

    /** Copies the list. */
    public StepRecord {
        blobs = List.copyOf(blobs);
    }

    /** Whether the step was accepted. */
    public boolean isAccepted() {
        return status.equals(COMPLETED);
    }

    /**
     * What decides whether a later program may use the result.
     *
     * @param definition the name of the step's definition
     * @param version the definition's version
     * @param inputHash tells inputs apart; empty where the input cannot be written
     * @param outputHash tells output schemas apart
     */
    public record Shape(String definition, String version, String inputHash, String outputHash) {}

    /**
     * A picture in the image store, which was there before this row.
     *
     * @param sha256 64 hexadecimal digits
     * @param mime its type
     * @param sizeBytes its length
     */
    public record Blob(String sha256, String mime, long sizeBytes) {}
}
