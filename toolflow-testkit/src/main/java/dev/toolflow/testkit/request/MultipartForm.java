package dev.toolflow.testkit.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code multipart/form-data} (RFC 7578). */
public final class MultipartForm {

    private static final Pattern BOUNDARY = Pattern.compile("boundary=(?:\"([^\"]+)\"|([^;\\s]+))");
    private static final Pattern NAME = Pattern.compile("[; ]name=\"([^\"]*)\"");
    private static final Pattern FILENAME = Pattern.compile("[; ]filename=\"([^\"]*)\"");

    private final byte[] body;

    private MultipartForm(byte[] body) {
        this.body = body;
    }

    /**
     * Returns the parts in the order they were sent.
     *
     * @throws BadRequest if the type is not multipart/form-data or the body is cut
     */
    public static List<Part> parse(String contentType, byte[] body) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!contentType.startsWith("multipart/form-data") || !boundary.find()) {
            throw BadRequest.of(
                    "Invalid Content-Type header (" + contentType + "): expected multipart/form-data.", null, null);
        }
        String mark = boundary.group(1) != null ? boundary.group(1) : boundary.group(2);
        return new MultipartForm(body).parts("--" + mark);
    }

    private List<Part> parts(String mark) {
        List<Part> parts = new ArrayList<>();
        byte[] between = ("\r\n" + mark).getBytes(StandardCharsets.ISO_8859_1);
        int at = find(mark.getBytes(StandardCharsets.ISO_8859_1), 0) + mark.length();
        while (!startsWith("--", at)) {
            int head = at + 2;
            int content = find("\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), head - 2) + 4;
            int end = find(between, content - 2);
            parts.add(part(head, content, Math.max(content, end)));
            at = end + between.length;
        }
        return List.copyOf(parts);
    }

    private Part part(int head, int content, int end) {
        String headers = new String(body, head, content - head, StandardCharsets.UTF_8);
        String disposition = header(headers, "content-disposition");
        String name = disposition == null ? null : first(NAME, disposition);
        if (disposition == null || name == null) {
            throw BadRequest.of("A part of the multipart form has no name.", null, null);
        }
        byte[] bytes = new byte[end - content];
        System.arraycopy(body, content, bytes, 0, bytes.length);
        return new Part(name, first(FILENAME, disposition), header(headers, "content-type"), bytes);
    }

    private static @Nullable String header(String headers, String name) {
        return headers.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).trim())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }

    private boolean startsWith(String text, int at) {
        return at + text.length() <= body.length
                && new String(body, at, text.length(), StandardCharsets.ISO_8859_1).equals(text);
    }

    private int find(byte[] wanted, int from) {
        for (int i = Math.max(0, from); i <= body.length - wanted.length; i++) {
            int k = 0;
            while (k < wanted.length && body[i + k] == wanted[k]) {
                k++;
            }
            if (k == wanted.length) {
                return i;
            }
        }
        throw BadRequest.of("The multipart form ends before its closing boundary.", null, null);
    }
}
