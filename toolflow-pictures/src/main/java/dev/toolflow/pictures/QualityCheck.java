package dev.toolflow.pictures;

import dev.toolflow.image.GeneratedImage;
import dev.toolflow.ingest.ImageRefusedException;
import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a picture is fit to be shown: it decodes, is large enough, and shows something. Problems are returned, all at
 * once, and none is thrown. Immutable; each wither returns a copy.
 */
public final class QualityCheck {
    private static final QualityCheck STANDARD = new QualityCheck(64, 2);

    private final int minSide;
    private final double minDeviation;

    private QualityCheck(int minSide, double minDeviation) {
        if (minSide < 1) {
            throw new IllegalArgumentException("QualityCheck.minSide: must be at least 1, is " + minSide);
        }
        if (!(minDeviation >= 0 && minDeviation <= 127.5)) {
            throw new IllegalArgumentException("QualityCheck.minDeviation: must be 0 to 127.5, is " + minDeviation);
        }
        this.minSide = minSide;
        this.minDeviation = minDeviation;
    }

    /** Returns the defaults: 64 pixels a side, a deviation of 2 levels. */
    public static QualityCheck standard() {
        return STANDARD;
    }

    /** Returns a copy that wants this many pixels a side, at least 1. */
    public QualityCheck minSide(int pixels) {
        return new QualityCheck(pixels, minDeviation);
    }

    /**
     * Returns a copy that wants one channel, of colour or alpha, to have this standard deviation, in levels of 0–255 over all
     * pixels: 0 takes everything, 127.5 is black and white in equal parts. A transparent pixel has no colour.
     */
    public QualityCheck minDeviation(double levels) {
        return new QualityCheck(minSide, levels);
    }

    /** Returns what is wrong with a decoded picture; empty if nothing. */
    public List<QualityProblem> problems(Picture picture) {
        List<QualityProblem> problems = new ArrayList<>();
        if (picture.width() < minSide || picture.height() < minSide) {
            problems.add(new QualityProblem.TooSmall(picture.width(), picture.height(), minSide));
        }
        double deviation = Deviation.of(picture.pixels());
        if (deviation < minDeviation) {
            problems.add(new QualityProblem.Uniform(deviation, minDeviation));
        }
        return List.copyOf(problems);
    }

    /** Returns what is wrong with a file, which is decoded for it; empty if nothing. */
    public List<QualityProblem> problems(EncodedPicture picture) {
        try {
            return problems(picture.decode());
        } catch (ImageRefusedException e) {
            return undecodable(e);
        }
    }

    /**
     * Returns what is wrong with a stored picture, which is decoded for it; empty if nothing.
     *
     * @throws ImageStoreException if it is absent, changed or cannot be read: no matter of quality
     */
    public List<QualityProblem> problems(ImageStore store, GeneratedImage image) {
        try {
            return problems(Picture.read(store, image));
        } catch (ImageRefusedException e) {
            return undecodable(e);
        }
    }

    private static List<QualityProblem> undecodable(ImageRefusedException refusal) {
        String message = refusal.getMessage();
        return List.of(new QualityProblem.Undecodable(refusal.reason(), message == null ? "image refused" : message));
    }

    @Override
    public String toString() {
        return "QualityCheck[minSide=" + minSide + ", minDeviation=" + minDeviation + "]";
    }
}
