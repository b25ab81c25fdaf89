package dev.toolflow.openai;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads server-sent events one after the other. It is the data of the event it stands on, as a stream, so that data of
 * any length passes through one small buffer; the body's own limit bounds it. Source: WHATWG, "HTML", section
 * "Server-sent events". One thing is kinder than there: an event that the body's end cuts off is given out, since its
 * JSON tells by itself whether it is whole. For one thread.
 */
final class EventStream extends InputStream {
    private static final int BLOCK = 8 * 1024;
    private static final int LONGEST_NAME = 128;
    private static final int BYTE_ORDER_MARK = 0xef;

    private final InputStream body;
    private final byte[] buffer = new byte[BLOCK];
    private int at;
    private int filled;
    private boolean begun;
    private boolean afterReturn;
    private boolean inData;
    private boolean betweenLines;
    private boolean cut;
    private String name = "";

    EventStream(InputStream body) {
        this.body = body;
    }

    /** Moves to the next event that has data, past what is left of this one; false at the end of the body. */
    boolean next() throws IOException {
        if (!begun) {
            begun = true;
            skipByteOrderMark();
        }
        skipRest();
        cut = false;
        do {
            name = "";
            inData = toData();
        } while (!inData && peek() >= 0);
        return inData;
    }

    /** Goes past what is left of the event. */
    void skipRest() throws IOException {
        while (inData) {
            at = lineEnd();
            endOfPart();
        }
        betweenLines = false;
    }

    /** Whether the body ended before the blank line that ends the event, which was read to its end. */
    boolean isCut() {
        return cut;
    }

    /** The event's name, or nothing; whole once its data was read to the end, since it may come after it. */
    String name() {
        return name;
    }

    /** Whether the event is the one that ends OpenAI's streams; reads its data if it cannot be JSON's object. */
    boolean isDone() throws IOException {
        return inData
                && peek() == '['
                && new String(readNBytes(LONGEST_NAME), StandardCharsets.US_ASCII)
                        .strip()
                        .equals("[DONE]");
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        while (inData && length > 0) {
            if (betweenLines) {
                betweenLines = false;
                target[offset] = '\n';
                return 1;
            }
            int count = peek() < 0 ? 0 : Math.min(length, lineEnd() - at);
            if (count > 0) {
                System.arraycopy(buffer, at, target, offset, count);
                at += count;
                return count;
            }
            endOfPart();
        }
        return length == 0 ? 0 : -1;
    }

    /** What is buffered of a data line was read: goes on to more of it, to the next data line, or out of the event. */
    private void endOfPart() throws IOException {
        int next = peek();
        if (next < 0) {
            inData = false;
            cut = true;
        } else if (isLineBreak(next)) {
            takeLineBreak();
            inData = toData();
            betweenLines = inData;
        }
    }

    /** Reads lines up to the value of one of data; false at the blank line that ends the event, or the body's end. */
    private boolean toData() throws IOException {
        for (int next = peek(); next >= 0; next = peek()) {
            if (isLineBreak(next)) {
                takeLineBreak();
                return false;
            }
            switch (field()) {
                case "data" -> {
                    return true;
                }
                case "event" -> name = restOfLine();
                default -> restOfLine();
            }
        }
        cut = true;
        return false;
    }

    /** Reads a field's name, its colon, and the one space that may follow; a comment has an empty name. */
    private String field() throws IOException {
        StringBuilder field = new StringBuilder();
        for (int next = peek(); next >= 0 && !isLineBreak(next); next = peek()) {
            at++;
            if (next == ':') {
                if (peek() == ' ') {
                    at++;
                }
                break;
            }
            append(field, next);
        }
        return field.toString();
    }

    private String restOfLine() throws IOException {
        StringBuilder value = new StringBuilder();
        for (int next = peek(); next >= 0 && !isLineBreak(next); next = peek()) {
            append(value, next);
            at++;
        }
        if (peek() >= 0) {
            takeLineBreak();
        }
        return value.toString();
    }

    private static void append(StringBuilder text, int octet) {
        if (text.length() < LONGEST_NAME) {
            text.append((char) octet);
        }
    }

    /** Where the line or the buffer ends. */
    private int lineEnd() {
        int end = at;
        while (end < filled && !isLineBreak(buffer[end])) {
            end++;
        }
        return end;
    }

    private static boolean isLineBreak(int octet) {
        return octet == '\n' || octet == '\r';
    }

    /** The line feed of a pair is not waited for, so that an event ends as soon as it can. */
    private void takeLineBreak() {
        afterReturn = buffer[at++] == '\r';
    }

    private void skipByteOrderMark() throws IOException {
        if (peek() == BYTE_ORDER_MARK) {
            for (int i = 0; i < 3 && peek() >= 0; i++) {
                at++;
            }
        }
    }

    /** The next byte, which is not taken, or -1 at the end of the body. */
    private int peek() throws IOException {
        if (at == filled && !fill()) {
            return -1;
        }
        if (afterReturn) {
            afterReturn = false;
            if (buffer[at] == '\n') {
                at++;
                return peek();
            }
        }
        return buffer[at] & 0xff;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, body.read(buffer, 0, BLOCK));
        return filled > 0;
    }
}
