package dev.toolflow.run;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** In clear, with a sum of the payload and its place in front. Finds accidents; who can write the store can write the sum too. */
final class CheckedCodec implements PayloadCodec {
    static final CheckedCodec ONLY = new CheckedCodec();

    private static final int PLACE_BYTES = 16;
    private static final int SUM_BYTES = 32;
    private static final int SUM_AT = PayloadFormat.MARK_BYTES + PLACE_BYTES;
    private static final int HEAD_BYTES = SUM_AT + SUM_BYTES;

    private CheckedCodec() {}

    @Override
    public Payload encode(Place place, byte[] plain) {
        ByteBuffer written = ByteBuffer.allocate(HEAD_BYTES + plain.length);
        PayloadFormat.CHECKED.writeMark(written);
        MessageDigest sum = sha256();
        written.put(sum.digest(PayloadFormat.CHECKED.bound(place)), 0, PLACE_BYTES);
        sum.update(written.array(), 0, SUM_AT);
        written.put(sum.digest(plain));
        written.put(plain);
        return Payload.of(written.array());
    }

    @Override
    public byte[] decode(Place place, Payload stored) {
        byte[] bytes = stored.bytes();
        PayloadFormat format = PayloadFormat.of(bytes).orElseThrow(() -> PayloadFormat.unknown(place));
        if (format == PayloadFormat.AES_GCM) {
            throw new RunPayloadException(
                    place
                            + ": the payload is encrypted; open the store with PayloadCodec.aesGcm and the key that wrote it",
                    null);
        }
        return checked(place, bytes);
    }

    private static byte[] checked(Place place, byte[] bytes) {
        if (bytes.length < HEAD_BYTES
                || !MessageDigest.isEqual(
                        Arrays.copyOfRange(bytes, SUM_AT, HEAD_BYTES), sum(bytes, bytes, HEAD_BYTES))) {
            throw new RunPayloadException(
                    place + ": the payload is damaged; restore this run from a copy of the store, or start it anew",
                    null);
        }
        if (!Arrays.equals(Arrays.copyOfRange(bytes, PayloadFormat.MARK_BYTES, SUM_AT), placeSum(place))) {
            throw new RunPayloadException(
                    place
                            + ": the payload was written for another place; rows of the store were changed or moved by hand, "
                            + "restore them from a copy",
                    null);
        }
        return Arrays.copyOfRange(bytes, HEAD_BYTES, bytes.length);
    }

    private static byte[] placeSum(Place place) {
        return Arrays.copyOf(sha256().digest(PayloadFormat.CHECKED.bound(place)), PLACE_BYTES);
    }

    /** Of mark, place and payload. */
    private static byte[] sum(byte[] head, byte[] payload, int from) {
        MessageDigest sum = sha256();
        sum.update(head, 0, SUM_AT);
        sum.update(payload, from, payload.length - from);
        return sum.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }

    @Override
    public String toString() {
        return "PayloadCodec[checked]";
    }
}
