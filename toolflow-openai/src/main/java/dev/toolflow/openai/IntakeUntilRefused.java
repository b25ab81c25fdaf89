package dev.toolflow.openai;

import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.ingest.ImageSpool;
import dev.toolflow.ingest.SpooledImage;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Takes a picture in until it is refused, and lets the rest pass by, so that what follows in the reply can be read. */
final class IntakeUntilRefused extends OutputStream {
    private final ImageSpool.Intake intake;
    private @Nullable String refusal;

    IntakeUntilRefused(ImageSpool.Intake intake) {
        this.intake = intake;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
        if (refusal != null) {
            return;
        }
        try {
            intake.write(bytes, offset, count);
        } catch (ImageRefusedException e) {
            refusal = e.getMessage();
        }
    }

    /** Why the picture is refused, in our own words, or null. */
    @Nullable
    String refusal() {
        return refusal;
    }

    SpooledImage finish() {
        return intake.finish();
    }
}
