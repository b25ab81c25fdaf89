package dev.toolflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.toolflow.run.PayloadCodec.Place;
import dev.toolflow.tool.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Random;

/** A payload, where it lies, and the keys that may encrypt it. */
final class Payloads {
    static final Place PLACE = new Place("run-1", "hero[3]", "result");
    static final Secret OLD = key(1);
    static final Secret NEW = key(2);
    static final byte[] PLAIN = "un thé — \"tea\" 🍵".getBytes(StandardCharsets.UTF_8);

    private Payloads() {}

    static Secret key(int seed) {
        byte[] bytes = new byte[32];
        new Random(seed).nextBytes(bytes);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    static RunPayloadException refused(PayloadCodec codec, Place place, Payload stored) {
        RunPayloadException why = catchThrowableOfType(RunPayloadException.class, () -> codec.decode(place, stored));
        assertThat(why).isNotNull().hasMessageContaining(place.toString());
        return why;
    }

    static Payload hex(String digits) {
        return Payload.of(HexFormat.of().parseHex(digits));
    }
}
