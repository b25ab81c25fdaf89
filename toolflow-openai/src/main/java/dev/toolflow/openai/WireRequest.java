package dev.toolflow.openai;

import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpRequestBody;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/** Turns openai-java's request into OkHttp's. */
final class WireRequest {
    private WireRequest() {}

    static Request of(HttpRequest request) {
        HttpUrl.Builder url = HttpUrl.get(request.baseUrl()).newBuilder();
        request.pathSegments().forEach(url::addPathSegment);
        request.queryParams()
                .keys()
                .forEach(key -> request.queryParams().values(key).forEach(value -> url.addQueryParameter(key, value)));
        Request.Builder wire = new Request.Builder().url(url.build());
        request.headers()
                .names()
                .forEach(name -> request.headers().values(name).forEach(value -> wire.addHeader(name, value)));
        HttpRequestBody body = request.body();
        return wire.method(request.method().name(), body == null ? null : new Body(body))
                .build();
    }

    /** One-shot, whatever the body could do: a request goes out once. */
    private static final class Body extends RequestBody {
        private final HttpRequestBody body;

        Body(HttpRequestBody body) {
            this.body = body;
        }

        @Override
        public @Nullable MediaType contentType() {
            return MediaType.parse(Objects.requireNonNullElse(body.contentType(), ""));
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
