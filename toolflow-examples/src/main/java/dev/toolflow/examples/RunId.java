package dev.toolflow.examples;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Names for runs, and for directories that nobody named. */
final class RunId {
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private RunId() {}

    /** A name that sorts by time; two of one second differ. */
    static String at(Clock clock) {
        String random =
                HexFormat.of().toHexDigits((short) ThreadLocalRandom.current().nextInt());
        return LocalDateTime.now(clock).format(DAY_AND_TIME) + "-" + random;
    }
}
