package dev.toolflow.cache;

class MemoryResultCacheContractTest extends ResultCacheContract {
    @Override
    protected ResultCache emptyCache() {
        return ResultCache.memory(16);
    }
}
