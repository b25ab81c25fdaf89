package dev.toolflow.pictures;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A WebP's chunks (RFC 9649). */
final class WebpContainer implements Container {
    private static final int RIFF_HEADER = 12;
    private static final int CHUNK_HEADER = 8;
    private static final int EXIF_FLAG = 0x08;
    private static final int XMP_FLAG = 0x04;
    private static final String EXIF_PREFIX = "Exif\0\0";
    private static final Set<String> KEPT = Set.of("VP8X", "ICCP", "ALPH", "VP8 ", "VP8L");

    private final byte[] bytes;
    private final List<Chunk> chunks = new ArrayList<>();

    private record Chunk(String type, int at, int length) {
        int end() {
            return at + CHUNK_HEADER + length + (length & 1);
        }
    }

    WebpContainer(byte[] bytes) {
        this.bytes = bytes;
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = RIFF_HEADER;
                at < bytes.length;
                at = chunks.get(chunks.size() - 1).end()) {
            chunks.add(new Chunk(new String(bytes, at, 4, ISO_8859_1), at, file.getInt(at + 4)));
        }
    }

    /** Only the extended format has EXIF. */
    @Override
    public Orientation orientation() {
        if (!chunks.get(0).type.equals("VP8X")) {
            return Orientation.UPRIGHT;
        }
        for (Chunk chunk : chunks) {
            if (chunk.type.equals("EXIF")) {
                ByteBuffer exif = ByteBuffer.wrap(bytes, chunk.at + CHUNK_HEADER, chunk.length);
                return Orientation.in(withoutPrefix(exif));
            }
        }
        return Orientation.UPRIGHT;
    }

    /** Some writers copy the prefix that EXIF has in a JPEG. */
    private ByteBuffer withoutPrefix(ByteBuffer exif) {
        int prefix = EXIF_PREFIX.length();
        if (exif.remaining() >= prefix && new String(bytes, exif.position(), prefix, ISO_8859_1).equals(EXIF_PREFIX)) {
            exif.position(exif.position() + prefix);
        }
        return exif;
    }

    @Override
    public byte[] withoutMetadata() {
        Orientation orientation = orientation();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        kept.write(bytes, 0, RIFF_HEADER);
        for (Chunk chunk : chunks) {
            if (KEPT.contains(chunk.type)) {
                kept.write(bytes, chunk.at, chunk.end() - chunk.at);
            }
        }
        if (orientation != Orientation.UPRIGHT) {
            kept.writeBytes(exifChunk(orientation));
        }
        return finished(kept.toByteArray(), orientation);
    }

    private static byte[] exifChunk(Orientation orientation) {
        byte[] tiff = orientation.exif();
        return ByteBuffer.allocate(CHUNK_HEADER + tiff.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("EXIF".getBytes(ISO_8859_1))
                .putInt(tiff.length)
                .put(tiff)
                .array();
    }

    /** Says the new length, and in the extended format which metadata there is. */
    private byte[] finished(byte[] file, Orientation orientation) {
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(4, file.length - CHUNK_HEADER);
        if (chunks.get(0).type.equals("VP8X")) {
            int flags = RIFF_HEADER + CHUNK_HEADER;
            file[flags] &= (byte) ~(EXIF_FLAG | XMP_FLAG);
            file[flags] |= (byte) (orientation == Orientation.UPRIGHT ? 0 : EXIF_FLAG);
        }
        return file;
    }
}
