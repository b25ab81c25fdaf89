package dev.toolflow.benchmarks.contender;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;

/**
 * The floor: what a careful hand writes for this one reply, with nothing but the JDK. It finds the field, decodes it into a
 * file, and leaves out all that a library owes: no check of the JSON, the picture or its hash, no usage, no sync.
 */
public final class JdkFloor implements ImageClient {
    private static final byte[] FIELD = "\"b64_json\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final int BLOCK = 16 * 1024;

    private final String baseUrl;
    private final Path directory;

    private JdkFloor(String baseUrl, Path directory) {
        this.baseUrl = baseUrl;
        this.directory = directory;
    }

    /** Runs it as a contender. */
    public static void main(String[] arguments) throws Exception {
        ContenderProcess.run(arguments, JdkFloor::new);
    }

    @Override
    public Path generate() throws IOException {
        HttpURLConnection call = post("/images/generations", "application/json");
        byte[] request = "{\"model\":\"gpt-image-2\",\"prompt\":\"A tin of tea\"}".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = call.getOutputStream()) {
            out.write(request);
        }
        Path file = directory.resolve(UUID.randomUUID() + ".png");
        try (InputStream body = call.getInputStream();
                OutputStream out = Files.newOutputStream(file)) {
            skipToPicture(body);
            try (InputStream picture = Base64.getDecoder().wrap(new UntilQuote(body))) {
                byte[] block = new byte[BLOCK];
                for (int count = picture.read(block); count >= 0; count = picture.read(block)) {
                    out.write(block, 0, count);
                }
            }
        }
        return file;
    }

    @Override
    public void edit(Path picture) throws IOException {
        String boundary = "floor-" + UUID.randomUUID();
        HttpURLConnection call = post("/images/edits", "multipart/form-data; boundary=" + boundary);
        String head =
                "--" + boundary + "\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nGreener\r\n--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"image.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n";
        String end = "\r\n--" + boundary + "--\r\n";
        call.setFixedLengthStreamingMode(head.length() + Files.size(picture) + end.length());
        try (OutputStream out = call.getOutputStream();
                InputStream in = Files.newInputStream(picture)) {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[BLOCK];
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                out.write(block, 0, count);
            }
            out.write(end.getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream body = call.getInputStream()) {
            body.transferTo(OutputStream.nullOutputStream());
        }
    }

    private HttpURLConnection post(String path, String type) throws IOException {
        HttpURLConnection call =
                (HttpURLConnection) URI.create(baseUrl + path).toURL().openConnection();
        call.setRequestMethod("POST");
        call.setDoOutput(true);
        call.setRequestProperty("Content-Type", type);
        call.setRequestProperty("Authorization", "Bearer none");
        return call;
    }

    private static void skipToPicture(InputStream body) throws IOException {
        int matched = 0;
        while (matched < FIELD.length) {
            int octet = body.read();
            if (octet < 0) {
                throw new IOException("the reply has no picture");
            }
            matched = octet == FIELD[matched] ? matched + 1 : octet == FIELD[0] ? 1 : 0;
        }
    }
}
