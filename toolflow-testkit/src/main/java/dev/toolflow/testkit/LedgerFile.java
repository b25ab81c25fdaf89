package dev.toolflow.testkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** A ledger on disk: a line of JSON for each billed call, synced before the reply leaves. Thread-safe. */
final class LedgerFile implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FileChannel file;

    private LedgerFile(FileChannel file) {
        this.file = file;
    }

    /**
     * Goes on with this file, which is made where it is missing. A last line that was not finished is cut off.
     *
     * @param calls takes the calls that are there, in their order
     */
    static LedgerFile open(Path path, Consumer<BilledCall> calls) {
        try {
            String text = Files.exists(path) ? Files.readString(path) : "";
            String whole = text.substring(0, text.lastIndexOf('\n') + 1);
            for (String line : whole.lines().toList()) {
                calls.accept(JSON.readValue(line, BilledCall.class));
            }
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
            return new LedgerFile(file.position(file.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger " + path + " cannot be used", e);
        }
    }

    synchronized void add(BilledCall call) {
        try {
            ByteBuffer line = ByteBuffer.wrap((JSON.writeValueAsString(call) + "\n").getBytes(StandardCharsets.UTF_8));
            while (line.hasRemaining()) {
                file.write(line);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException("a call is billed that the ledger's file does not hold", e);
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the ledger's file cannot be closed", e);
        }
    }
}
