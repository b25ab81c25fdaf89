package dev.toolflow.store;

class MemoryImageStoreContractTest extends ImageStoreContract {
    @Override
    protected ImageStore emptyStore() {
        return ImageStore.memory(8L << 20);
    }
}
