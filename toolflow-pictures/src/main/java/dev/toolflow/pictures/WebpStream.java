package dev.toolflow.pictures;

import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/**
 * A WebP's bytes for its reader, which takes the file's end for endless zeros: a cut picture would be read as whole,
 * and a few bytes would keep it busy for minutes. Here some zeros follow, for it looks ahead, and then a failure.
 * Not thread-safe.
 */
final class WebpStream extends ImageInputStreamImpl {
    private static final int AHEAD = 64;

    private final byte[] bytes;

    WebpStream(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() throws IIOException {
        byte[] one = new byte[1];
        read(one, 0, 1);
        return one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IIOException {
        bitOffset = 0;
        if (count == 0) {
            return 0;
        }
        int given = (int) Math.min(count, bytes.length + AHEAD - streamPos);
        if (given < 1) {
            throw new IIOException("the pixels go on behind the end of the file");
        }
        int real = (int) Math.max(0, Math.min(given, bytes.length - streamPos));
        if (real > 0) {
            System.arraycopy(bytes, (int) streamPos, target, offset, real);
        }
        Arrays.fill(target, offset + real, offset + given, (byte) 0);
        streamPos += given;
        return given;
    }
}
