package dev.toolflow.benchmarks.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An upload as it came in; its picture is looked for when somebody asks. Nobody writes to its bytes any more. */
final class Upload {
    static final Upload NONE = new Upload(new byte[0]);

    private static final String SIGNATURE = "\u0089PNG\r\n\u001a\n";
    private static final String END = "IEND\u00aeB`\u0082";

    private final byte[] body;

    private Upload(byte[] body) {
        this.body = body;
    }

    static Upload of(byte[] body) {
        return new Upload(body);
    }

    /** The length of the body, and the hash of the PNG in it. */
    @Override
    public String toString() {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        int begin = text.indexOf(SIGNATURE);
        int end = text.lastIndexOf(END);
        if (begin < 0 || end < begin) {
            return body.length + " none";
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body, begin, end + END.length() - begin);
            return body.length + " " + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
