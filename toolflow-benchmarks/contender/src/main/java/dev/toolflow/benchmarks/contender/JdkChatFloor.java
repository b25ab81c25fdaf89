package dev.toolflow.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/**
 * The floor: what a careful hand writes for these three calls, with nothing but the JDK. The requests are ready but for what
 * the user says; of the reply it reads the arguments of the tool call, in the order in which they must come. It leaves out
 * all that a library owes: no schema of a type, no validation, no usage, no error that says what was wrong. The body is not
 * streamed: before it streams one over a connection that was kept, the JDK waits a millisecond to see whether it was closed.
 */
public final class JdkChatFloor implements ChatClient {
    /** How many connections wait for the next call; the JDK's default is 5. */
    private static final String CONNECTIONS = "512";

    private static final FloorRequest BRIEF = FloorRequest.of("brief", Prompts.BRIEF_SYSTEM, Prompts.BRIEF_USER, """
            "properties":{"job":{"type":"string"},"name":{"type":"string"},"audience":{"type":"string"},"year":{"type":"integer"},\
            "strengths":{"type":"array","items":{"type":"string"}}},\
            "required":["job","name","audience","year","strengths"]""");
    private static final FloorRequest PALETTE =
            FloorRequest.of("palette", Prompts.PALETTE_SYSTEM, Prompts.PALETTE_USER, """
            "properties":{"job":{"type":"string"},"mood":{"type":"string"},"colours":{"type":"array","items":{"type":"object",\
            "properties":{"name":{"type":"string"},"hex":{"type":"string"},"share":{"type":"number"}},\
            "required":["name","hex","share"],"additionalProperties":false}}},"required":["job","mood","colours"]""");
    private static final FloorRequest ADVERT =
            FloorRequest.of("advert", Prompts.ADVERT_SYSTEM, Prompts.ADVERT_USER, """
            "properties":{"job":{"type":"string"},"headline":{"type":"string"},"body":{"type":"string"},\
            "hashtags":{"type":"array","items":{"type":"string"}},"ready":{"type":"boolean"}},\
            "required":["job","headline","body","hashtags","ready"]""");

    private final URL url;

    private JdkChatFloor(String baseUrl) throws IOException {
        System.setProperty("http.maxConnections", CONNECTIONS);
        System.setProperty("sun.net.http.retryPost", "false");
        this.url = URI.create(baseUrl + "/chat/completions").toURL();
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, JdkChatFloor::new);
    }

    @Override
    public Object step(Order order) throws IOException {
        return brief(order);
    }

    @Override
    public Object flow(Order order) throws IOException {
        Arguments palette = ask(PALETTE, brief(order));
        Arguments advert = ask(ADVERT, palette.palette());
        return advert.advert();
    }

    private Brief brief(Order order) throws IOException {
        return ask(BRIEF, order).brief();
    }

    private Arguments ask(FloorRequest request, Object about) throws IOException {
        HttpURLConnection call = (HttpURLConnection) url.openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        call.setRequestProperty("Content-Type", "application/json");
        call.setRequestProperty("Authorization", "Bearer none");
        byte[] body = request.about(about).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = call.getOutputStream()) {
            out.write(body);
        }
        try (InputStream reply = call.getInputStream()) {
            return Arguments.in(reply.readAllBytes());
        }
    }
}
