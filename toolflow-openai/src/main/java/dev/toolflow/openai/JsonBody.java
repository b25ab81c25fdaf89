package dev.toolflow.openai;

import com.openai.core.http.HttpRequestBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** A request body of JSON that is rendered already. */
final class JsonBody implements HttpRequestBody {
    static final String TYPE = "application/json";

    private final ByteArrayOutputStream json;

    /** @param json is not copied, for a prompt may be long; nobody writes to it any more */
    JsonBody(ByteArrayOutputStream json) {
        this.json = json;
    }

    @Override
    public void writeTo(OutputStream out) {
        try {
            json.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public InputStream content() {
        return new ByteArrayInputStream(json.toByteArray());
    }

    @Override
    public String contentType() {
        return TYPE;
    }

    @Override
    public long contentLength() {
        return json.size();
    }

    @Override
    public boolean repeatable() {
        return true;
    }

    @Override
    public void close() {}
}
