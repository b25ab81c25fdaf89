package dev.toolflow.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryImageStoreContractTest extends ImageStoreContract {
    @TempDir
    private Path root;

    @Override
    protected ImageStore emptyStore() {
        return ImageStore.directory(root.resolve("store"));
    }
}
