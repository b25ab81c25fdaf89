package dev.toolflow.cache;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryResultCacheContractTest extends ResultCacheContract {
    @TempDir
    private Path directory;

    @Override
    protected ResultCache emptyCache() {
        return ResultCache.directory(directory.resolve("made/on/first/use"));
    }
}
