package dev.toolflow.examples;

import java.io.BufferedReader;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Standard output, standard error, and the person there, if any. Lines for people are written in the terminal's charset and cannot move its cursor:
 * control characters become spaces. Thread-safe.
 */
final class Terminal {
    private static final Logger LOG = LoggerFactory.getLogger(Terminal.class);

    private final PrintStream out;
    private final PrintStream err;
    private final Charset charset;
    private final @Nullable BufferedReader person;

    private Terminal(PrintStream out, PrintStream err, Charset charset, @Nullable BufferedReader person) {
        this.out = out;
        this.err = err;
        this.charset = charset;
        this.person = person;
    }

    /** A terminal over two streams that were made for this charset, with nobody at it. */
    static Terminal of(PrintStream out, PrintStream err, Charset charset) {
        return new Terminal(out, err, charset, null);
    }

    /** The same with someone who answers. */
    Terminal with(Reader answers) {
        return new Terminal(out, err, charset, new BufferedReader(answers));
    }

    /** This process's own, in the charset of its locale. JDK 17 and newer JDKs name that charset differently. */
    static Terminal ofProcess() {
        Charset charset = Stream.of("stderr.encoding", "sun.stderr.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .map(Charset::forName)
                .findFirst()
                .orElse(StandardCharsets.US_ASCII);
        Terminal terminal = of(
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, charset),
                charset);
        Console console = console();
        return console == null ? terminal : terminal.with(console.reader());
    }

    /** The console of JDK 22 to 24 is also there when input or output is a file; that of this module is not. */
    private static @Nullable Console console() {
        System.setProperty("jdk.console", "java.base");
        return System.console();
    }

    /** Writes a line to standard error. */
    void say(String line) {
        err.println(plain(line));
    }

    /** Whether someone is there to be asked: standard input and standard output are a terminal. */
    boolean canAsk() {
        return person != null;
    }

    /** Asks on standard error, and waits for a line; empty when nobody is there or the input has ended. */
    Optional<String> ask(String question) {
        if (person == null) {
            return Optional.empty();
        }
        err.print(plain(question));
        err.flush();
        try {
            return Optional.ofNullable(person.readLine());
        } catch (IOException e) {
            LOG.debug("standard input cannot be read", e);
            return Optional.empty();
        }
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
