package dev.toolflow.openai;

import com.openai.core.http.HttpRequestBody;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/** A request body of JSON in whose data URLs pictures are still missing: each is read and encoded while it is sent. */
final class DataUrlBody implements HttpRequestBody {
    private final byte[] json;
    private final List<Cut> cuts;

    /** @param cuts in the order of the JSON */
    DataUrlBody(byte[] json, List<Cut> cuts) {
        this.json = json;
        this.cuts = List.copyOf(cuts);
    }

    /**
     * Where a picture goes.
     *
     * @param at how many bytes of the JSON are before it
     * @param picture whose base64 goes there
     */
    record Cut(int at, Upload picture) {
        long length() {
            return (picture.length() + 2) / 3 * 4;
        }
    }

    @Override
    public void writeTo(OutputStream out) {
        try {
            int written = 0;
            for (Cut cut : cuts) {
                out.write(json, written, cut.at() - written);
                encode(cut.picture(), out);
                written = cut.at();
            }
            out.write(json, written, json.length - written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void encode(Upload picture, OutputStream out) throws IOException {
        try (OutputStream base64 = Base64.getEncoder().wrap(new LeftOpen(out))) {
            picture.writeTo(base64);
        }
    }

    /** The end of a picture's base64 is not the end of the request. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void close() {}
    }

    @Override
    public String contentType() {
        return JsonBody.TYPE;
    }

    @Override
    public long contentLength() {
        return json.length + cuts.stream().mapToLong(Cut::length).sum();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void close() {}
}
