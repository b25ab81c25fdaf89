package dev.toolflow.s3;

import dev.toolflow.store.ImageStore;
import dev.toolflow.store.ImageStoreContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

class S3ImageStoreContractTest extends ImageStoreContract {
    private static StorageServer server;

    private S3ImageStore store;

    @BeforeAll
    static void start() throws Exception {
        server = StorageServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @Override
    protected ImageStore emptyStore() {
        store = server.store("s3://" + StorageServer.BUCKET + "/contract-" + UUID.randomUUID());
        return store;
    }

    @AfterEach
    void close() {
        store.close();
    }
}
