package dev.toolflow.ingest;

import static dev.toolflow.ingest.ImageRefusedException.broken;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.toolflow.image.ImageFormat;
import dev.toolflow.ingest.ImageRefusedException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32;

/** Follows a PNG's chunks to IEND and checks each CRC (PNG specification, third edition). Pixels stay compressed. */
final class PngReader {
    private static final int SIGNATURE = 8;
    private static final int IHDR = 0x49484452;
    private static final int MAX_CHUNKS = 65_536;
    private static final Set<String> CRITICAL = Set.of("PLTE", "IDAT", "IEND");
    private static final Set<String> ANIMATION = Set.of("acTL", "fcTL", "fdAT");

    private final ImageBytes bytes;
    private final ImageLimits limits;
    private int width;
    private int height;
    private int colourType;
    private boolean palette;
    private final CRC32 crc = new CRC32();
    private int previousType = IHDR;
    private String previous = "IHDR";
    private boolean pixels;

    PngReader(ImageBytes bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    ImageHeader read() throws IOException {
        bytes.skip(SIGNATURE);
        readHeader();
        for (int chunks = 0; !previous.equals("IEND"); chunks++) {
            if (chunks == MAX_CHUNKS) {
                throw broken("it has more than " + MAX_CHUNKS + " chunks");
            }
            readChunk();
        }
        return new ImageHeader(ImageFormat.PNG, width, height, bytes.position());
    }

    private void readHeader() throws IOException {
        long length = bytes.u32();
        int type = (int) bytes.u32();
        if (length != 13 || type != IHDR) {
            throw broken("it does not begin with an IHDR chunk");
        }
        byte[] content = bytes.bytes(13);
        beginCrc(type);
        crc.update(content);
        requireCrc("IHDR");
        ByteBuffer header = ByteBuffer.wrap(content);
        long wide = Integer.toUnsignedLong(header.getInt());
        long high = Integer.toUnsignedLong(header.getInt());
        limits.requireSides(wide, high);
        width = (int) wide;
        height = (int) high;
        requireDepth(header.get(), header.get());
        int compression = header.get();
        int filter = header.get();
        int interlace = header.get();
        if (compression != 0 || filter != 0 || (interlace & ~1) != 0) {
            throw broken("its IHDR names a compression, filter or interlace method that does not exist");
        }
    }

    private void requireDepth(int depth, int colour) {
        Set<Integer> depths = switch (colour) {
            case 0 -> Set.of(1, 2, 4, 8, 16);
            case 3 -> Set.of(1, 2, 4, 8);
            case 2, 4, 6 -> Set.of(8, 16);
            default -> Set.of();
        };
        if (!depths.contains(depth)) {
            throw broken("its IHDR names a colour type and bit depth that do not exist together");
        }
        colourType = colour;
    }

    private void readChunk() throws IOException {
        long length = bytes.u32();
        int type = (int) bytes.u32();
        // A picture has hundreds of chunks, nearly all of one type.
        String name = type == previousType ? previous : name(type);
        if (length > Integer.MAX_VALUE || length + 4 > bytes.remaining()) {
            throw bytes.endsEarly();
        }
        requireAllowed(name, length);
        beginCrc(type);
        bytes.digest(length, crc);
        requireCrc(name);
        palette |= name.equals("PLTE");
        pixels |= name.equals("IDAT");
        previous = name;
        previousType = type;
    }

    private void requireAllowed(String name, long length) {
        if (ANIMATION.contains(name)) {
            throw new ImageRefusedException(Reason.ANIMATED, "it is an animated PNG");
        }
        boolean critical = (name.charAt(0) & 0x20) == 0;
        if (critical && !CRITICAL.contains(name)) {
            throw broken("it has a second or unknown critical chunk " + name);
        }
        switch (name) {
            case "IDAT" -> requireInOrder(!pixels || previous.equals("IDAT"), name);
            case "PLTE" -> requireInOrder(!palette && !pixels, name);
            case "IEND" -> requireInOrder(pixels && length == 0, name);
            default -> requireInOrder(true, name);
        }
        if (name.equals("IDAT") && colourType == 3 && !palette) {
            throw broken("it has no palette although its pixels need one");
        }
    }

    private static void requireInOrder(boolean inOrder, String name) {
        if (!inOrder) {
            throw broken("its chunk " + name + " is out of order");
        }
    }

    private void beginCrc(int type) {
        crc.reset();
        for (int shift = 24; shift >= 0; shift -= 8) {
            crc.update(type >>> shift);
        }
    }

    private void requireCrc(String name) throws IOException {
        if (bytes.u32() != crc.getValue()) {
            throw broken("the CRC of its chunk " + name + " before byte " + bytes.position() + " is wrong");
        }
    }

    /** A chunk's type is four ASCII letters, so that it is safe in a message. */
    private static String name(int type) {
        String name = new String(ByteBuffer.allocate(4).putInt(type).array(), ISO_8859_1);
        if (!name.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'))) {
            throw broken("it has a chunk whose type is not four letters");
        }
        return name;
    }
}
