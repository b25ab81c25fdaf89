package dev.toolflow.benchmarks.contender;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The arguments of a tool call, read once from front to back by one who knows what comes next. For one thread. */
final class Arguments {
    private static final byte[] FIELD = "\"arguments\":\"".getBytes(StandardCharsets.US_ASCII);

    private final byte[] json;
    private final int length;
    private int at;

    private Arguments(byte[] json, int length) {
        this.json = json;
        this.length = length;
    }

    /** Finds them in a reply and takes the escapes of a string away. */
    static Arguments in(byte[] reply) throws IOException {
        int from = 0;
        for (int matched = 0; matched < FIELD.length; from++) {
            if (from == reply.length) {
                throw new IOException("the reply has no tool call");
            }
            matched = reply[from] == FIELD[matched] ? matched + 1 : reply[from] == FIELD[0] ? 1 : 0;
        }
        byte[] json = new byte[reply.length - from];
        int length = 0;
        for (; reply[from] != '"'; from++) {
            if (reply[from] == '\\') {
                from++;
            }
            json[length++] = reply[from];
        }
        return new Arguments(json, length);
    }

    Brief brief() {
        return new Brief(text(), text(), text(), (int) number(), list(this::text));
    }

    Palette palette() {
        return new Palette(text(), text(), list(() -> new Palette.Colour(text(), text(), number())));
    }

    Advert advert() {
        return new Advert(text(), text(), text(), list(this::text), word().equals("true"));
    }

    /** The next value, which is a string; names are skipped. */
    private String text() {
        String found = quoted();
        return json[at] == ':' ? quoted() : found;
    }

    private String quoted() {
        while (json[at++] != '"') {
            check();
        }
        StringBuilder text = new StringBuilder();
        int from = at;
        for (; json[at] != '"'; at++) {
            if (json[at] == '\\') {
                text.append(new String(json, from, at - from, StandardCharsets.UTF_8));
                from = ++at;
            }
        }
        return text.append(new String(json, from, at++ - from, StandardCharsets.UTF_8))
                .toString();
    }

    private double number() {
        return Double.parseDouble(word());
    }

    /** The next value, which is a number or a word. */
    private String word() {
        quoted();
        int from = ++at;
        while (json[at] != ',' && json[at] != '}') {
            check();
            at++;
        }
        return new String(json, from, at - from, StandardCharsets.US_ASCII);
    }

    private <T> List<T> list(Supplier<T> element) {
        while (json[at++] != '[') {
            check();
        }
        List<T> elements = new ArrayList<>();
        while (json[at] != ']') {
            elements.add(element.get());
            while (json[at] == '}') {
                at++;
            }
        }
        at++;
        return elements;
    }

    private void check() {
        if (at >= length) {
            throw new IllegalStateException("the arguments end too early");
        }
    }
}
