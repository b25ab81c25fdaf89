package dev.toolflow.openai;

import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** A request as OkHttp sends it, once; closing it closes its body. For one thread. */
final class WireRequest implements AutoCloseable {
    private final Request.Builder request;
    private final @Nullable HttpRequestBody body;

    private WireRequest(Request.Builder request, @Nullable HttpRequestBody body) {
        this.request = request;
        this.body = body;
    }

    /** @param addressed the request with its address and headers */
    static WireRequest post(Request.Builder addressed, HttpRequestBody body) {
        return new WireRequest(addressed.post(new Body(body)), body);
    }

    /** The same request as openai-java's. */
    static WireRequest of(HttpRequest request) {
        HttpUrl.Builder url = HttpUrl.get(request.baseUrl()).newBuilder();
        request.pathSegments().forEach(url::addPathSegment);
        request.queryParams()
                .keys()
                .forEach(key -> request.queryParams().values(key).forEach(value -> url.addQueryParameter(key, value)));
        HttpRequestBody body = request.body();
        Request.Builder wire = new Request.Builder()
                .url(url.build())
                .headers(headers(request.headers()))
                .method(request.method().name(), body == null ? null : new Body(body));
        return new WireRequest(wire, body);
    }

    /** The same headers as openai-java's. */
    static Headers headers(com.openai.core.http.Headers headers) {
        Headers.Builder same = new Headers.Builder();
        headers.names().forEach(name -> headers.values(name).forEach(value -> same.add(name, value)));
        return same.build();
    }

    /** What is sent, which the transit follows. */
    Request with(Transit transit) {
        return request.tag(Transit.class, transit).build();
    }

    @Override
    public void close() {
        if (body != null) {
            body.close();
        }
    }

    /** One-shot, whatever the body could do: a request goes out once. */
    private static final class Body extends RequestBody {
        private static final MediaType JSON = MediaType.get(JsonBody.TYPE);

        private final HttpRequestBody body;

        Body(HttpRequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            String type = Objects.requireNonNullElse(body.contentType(), "");
            return type.equals(JsonBody.TYPE) ? JSON : MediaType.parse(type);
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            try {
                body.writeTo(sink.outputStream());
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }
}
