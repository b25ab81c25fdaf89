package dev.toolflow.examples;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Standard output and standard error. Lines for people are written in the terminal's charset and cannot move its cursor:
 * control characters become spaces. Thread-safe.
 */
final class Terminal {
    private final PrintStream out;
    private final PrintStream err;
    private final Charset charset;

    private Terminal(PrintStream out, PrintStream err, Charset charset) {
        this.out = out;
        this.err = err;
        this.charset = charset;
    }

    /** A terminal over two streams that were made for this charset. */
    static Terminal of(PrintStream out, PrintStream err, Charset charset) {
        return new Terminal(out, err, charset);
    }

    /** This process's own, in the charset of its locale. JDK 17 and newer JDKs name that charset differently. */
    static Terminal ofProcess() {
        Charset charset = Stream.of("stderr.encoding", "sun.stderr.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .map(Charset::forName)
                .findFirst()
                .orElse(StandardCharsets.US_ASCII);
        return new Terminal(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                charset);
    }

    /** Writes a line to standard error. */
    void say(String line) {
        err.println(plain(line));
    }

    /** Writes a line to standard output. */
    void print(String line) {
        out.println(plain(line));
    }

    /** Writes JSON to standard output, in UTF-8 whatever the locale. */
    void printJson(String json) {
        out.writeBytes((json + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** The signs that this terminal can show. */
    Signs signs() {
        return Signs.in(charset);
    }

    PrintWriter outWriter() {
        return new PrintWriter(out, true, charset);
    }

    PrintWriter errWriter() {
        return new PrintWriter(err, true, charset);
    }

    private static String plain(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        line.codePoints().forEach(c -> plain.appendCodePoint(isControl(c) ? ' ' : c));
        return plain.toString();
    }

    private static boolean isControl(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
