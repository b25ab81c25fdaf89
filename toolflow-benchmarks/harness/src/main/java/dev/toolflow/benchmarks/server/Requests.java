package dev.toolflow.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The requests of one connection, one after the other; as much of HTTP/1.1 as the contenders send. For one thread. */
final class Requests {
    private static final int BLOCK = 64 * 1024;

    private final InputStream in;
    private String path = "";
    private long length;
    private boolean chunked;

    Requests(SocketChannel connection) {
        this.in = new BufferedInputStream(Channels.newInputStream(connection), BLOCK);
    }

    /** Reads the next request's head; false when the connection ends. */
    boolean next() throws IOException {
        String first = line();
        if (first.isEmpty()) {
            return false;
        }
        path = first.split(" ", -1)[1];
        length = 0;
        chunked = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith("content-length:")) {
                length = Long.parseLong(name.substring(name.indexOf(':') + 1).strip());
            } else if (name.startsWith("transfer-encoding:")) {
                chunked = name.endsWith("chunked");
            }
        }
        return true;
    }

    String path() {
        return path;
    }

    byte[] body() throws IOException {
        return chunked ? chunks() : in.readNBytes((int) length);
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = size(); size > 0; size = size()) {
            body.write(in.readNBytes(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int size() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                if (line.isEmpty()) {
                    return "";
                }
                throw new EOFException("the request ends within a line");
            }
            if (octet != '\r') {
                line.append((char) octet);
            }
        }
        return line.toString();
    }

    static boolean contains(byte[] body, String text) {
        return new String(body, StandardCharsets.ISO_8859_1).contains(text);
    }
}
