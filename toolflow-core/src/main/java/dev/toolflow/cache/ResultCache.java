package dev.toolflow.cache;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Keeps the accepted outputs of steps by what was asked. An engine uses it for the steps that say {@code cached()}; both are
 * needed. Implementations are thread-safe. One that fails harms no run, whatever it throws: the engine then calls the model, and
 * logs a warning. It may forget whatever it likes, whenever it likes.
 *
 * <pre>{@code
 * ToolFlowEngine.builder(service).resultCache(ResultCache.directory(Path.of("cache"))).build();
 * flow.step(ToolCallStep.of(PALETTE).cached(), request);
 * }</pre>
 *
 * <p>Entries hold outputs in clear, and what audits found of them: who may read the cache may read these. A cache belongs to
 * one provider, since the key knows the model's name and not the server that the service calls by itself. Nor does it know
 * functions: audits count by name, and a lambda has none of its own. Name audits with {@link
 * dev.toolflow.audit.AuditFunction#named}, or raise the definition's version when a function changes.
 */
public interface ResultCache {

    /**
     * Finds an entry.
     *
     * @param key 64 lowercase hexadecimal digits
     * @return the very text that was put last, or empty
     * @throws RuntimeException if it cannot be read
     */
    Optional<String> find(String key);

    /**
     * Keeps an entry, in place of an earlier one.
     *
     * @param key 64 lowercase hexadecimal digits
     * @param entry any text
     * @throws RuntimeException if it cannot be kept
     */
    void put(String key, String entry);

    /**
     * A cache in the heap, gone with the program: the entries that were neither put nor found for longest make room for new
     * ones.
     *
     * @param mostEntries at least 1; each holds one output, some kilobytes for most steps, and pictures only by reference
     * @throws IllegalArgumentException if it is less than 1
     */
    static ResultCache memory(int mostEntries) {
        return new MemoryResultCache(mostEntries);
    }

    /**
     * A cache in a directory, made on the first {@code put}, which processes may share. Files are written whole or not at all and
     * readable by their owner only; one that is damaged counts as none, and an entry of more than 16 MiB is neither written nor
     * read, with a warning. Nothing is deleted by age or number: files may be at any time. The directory must be writable by
     * those alone whose outputs are trusted.
     */
    static ResultCache directory(Path directory) {
        return new DirectoryResultCache(directory);
    }
}
