package dev.toolflow.testkit;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on the first bytes, then stops its writer with {@link Full}. */
final class LimitedOutput extends OutputStream {

    @SuppressWarnings("serial")
    static final class Full extends IOException {
        Full() {
            super("as many bytes as wanted are written");
        }
    }

    private final OutputStream out;
    private long left;

    LimitedOutput(OutputStream out, long most) {
        this.out = out;
        this.left = most;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int taken = (int) Math.min(left, length);
        out.write(bytes, offset, taken);
        left -= taken;
        if (taken < length) {
            throw new Full();
        }
    }
}
