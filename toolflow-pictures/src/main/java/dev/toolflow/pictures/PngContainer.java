package dev.toolflow.pictures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;

/** A PNG's chunks (PNG specification, third edition). */
final class PngContainer implements Container {
    private static final int SIGNATURE = 8;
    private static final int NAME_LENGTH_CRC = 12;

    /** What pixels need to look right; the rest is metadata, known or not. */
    private static final Set<String> KEPT = Set.of(
            "IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP", "sRGB", "cICP", "mDCV", "cLLI", "sBIT",
            "bKGD", "pHYs");

    private final byte[] bytes;
    private final List<Chunk> chunks = new ArrayList<>();

    private record Chunk(String type, int at, int length) {
        int end() {
            return at + NAME_LENGTH_CRC + length;
        }
    }

    PngContainer(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer file = ByteBuffer.wrap(bytes);
        for (int at = SIGNATURE;
                at < bytes.length;
                at = chunks.get(chunks.size() - 1).end()) {
            chunks.add(new Chunk(new String(bytes, at + 4, 4, ISO_8859_1), at, file.getInt(at)));
        }
    }

    @Override
    public Orientation orientation() {
        for (Chunk chunk : chunks) {
            if (chunk.type.equals("eXIf")) {
                return Orientation.in(ByteBuffer.wrap(bytes, chunk.at + 8, chunk.length));
            }
        }
        return Orientation.UPRIGHT;
    }

    /** Returns the profile of the chunk iCCP: a name of up to 79 letters, a zero, a zero for deflate, the profile. */
    Optional<ColourProfile> colourProfile() {
        return chunks.stream()
                .filter(chunk -> chunk.type.equals("iCCP"))
                .findFirst()
                .flatMap(this::profile);
    }

    private Optional<ColourProfile> profile(Chunk chunk) {
        int end = chunk.at + 8 + chunk.length;
        int name = chunk.at + 8;
        while (name < end && bytes[name] != 0) {
            name++;
        }
        return name + 2 < end
                ? ColourProfile.inflated(new ByteArrayInputStream(bytes, name + 2, end - name - 2))
                : Optional.empty();
    }

    @Override
    public byte[] withoutMetadata() {
        Orientation orientation = orientation();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, SIGNATURE);
        for (Chunk chunk : chunks) {
            if (KEPT.contains(chunk.type)) {
                kept.write(bytes, chunk.at, chunk.end() - chunk.at);
            }
            if (chunk.type.equals("IHDR") && orientation != Orientation.UPRIGHT) {
                kept.writeBytes(chunk("eXIf", orientation.exif()));
            }
        }
        return kept.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        byte[] name = type.getBytes(ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content);
        return ByteBuffer.allocate(NAME_LENGTH_CRC + content.length)
                .putInt(content.length)
                .put(name)
                .put(content)
                .putInt((int) crc.getValue())
                .array();
    }
}
