package dev.toolflow.benchmarks.server;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** A PNG of random RGBA pixels, which do not compress, in chunks of 8 KiB as libpng writes them. */
final class NoisePng {
    private static final int CHUNK = 8 * 1024;
    private static final int PIXEL = 4;

    private final DataOutputStream out;

    private NoisePng(OutputStream out) {
        this.out = new DataOutputStream(out);
    }

    /** Writes a square picture of about so many bytes; the same each time. */
    static void write(Path file, long bytes) throws IOException {
        int side = (int) Math.sqrt((double) bytes / PIXEL);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            new NoisePng(out).write(side, new Random(bytes));
        }
    }

    private void write(int side, Random noise) throws IOException {
        out.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream fields = new DataOutputStream(header);
        fields.writeInt(side);
        fields.writeInt(side);
        fields.write(new byte[] {8, 6, 0, 0, 0});
        chunk("IHDR", header.toByteArray(), header.size());
        try (OutputStream pixels =
                new DeflaterOutputStream(new Pixels(), new Deflater(Deflater.NO_COMPRESSION), CHUNK)) {
            byte[] row = new byte[1 + side * PIXEL];
            for (int y = 0; y < side; y++) {
                noise.nextBytes(row);
                row[0] = 0;
                pixels.write(row);
            }
        }
        chunk("IEND", new byte[0], 0);
    }

    private void chunk(String type, byte[] content, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(content, 0, length);
        out.writeInt(length);
        out.write(name);
        out.write(content, 0, length);
        out.writeInt((int) crc.getValue());
    }

    /** Collects what the deflater writes into chunks. */
    private final class Pixels extends OutputStream {
        private final byte[] block = new byte[CHUNK];
        private int filled;

        @Override
        public void write(int octet) throws IOException {
            block[filled++] = (byte) octet;
            if (filled == CHUNK) {
                flushBlock();
            }
        }

        @Override
        public void close() throws IOException {
            if (filled > 0) {
                flushBlock();
            }
        }

        private void flushBlock() throws IOException {
            chunk("IDAT", block, filled);
            filled = 0;
        }
    }
}
