package dev.toolflow.openai;

import com.openai.core.http.Headers;
import com.openai.core.http.HttpResponse;
import java.io.InputStream;
import okhttp3.Response;

/** A reply as openai-java sees it; closing it ends the transit. For one thread. */
final class OpenAiReply implements HttpResponse {
    private final Response received;
    private final Transit transit;
    private final Headers headers;

    OpenAiReply(Response received, Transit transit) {
        this.received = received;
        this.transit = transit;
        Headers.Builder copied = Headers.builder();
        received.headers().forEach(header -> copied.put(header.getFirst(), header.getSecond()));
        this.headers = copied.build();
    }

    @Override
    public int statusCode() {
        return received.code();
    }

    @Override
    public Headers headers() {
        return headers;
    }

    @Override
    public InputStream body() {
        return transit.body();
    }

    @Override
    public void close() {
        transit.close();
    }
}
