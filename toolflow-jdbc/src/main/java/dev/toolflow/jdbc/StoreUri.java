package dev.toolflow.jdbc;

import java.nio.file.Path;

/** The store that a command line names. */
final class StoreUri {
    private static final String SQLITE = "sqlite:";
    private static final String POSTGRESQL = "jdbc:postgresql:";

    private StoreUri() {}

    static JdbcRunStoreBuilder builder(String uri) {
        if (uri.startsWith(POSTGRESQL)) {
            return new JdbcRunStoreBuilder(options -> PostgresPool.open(uri, options));
        }
        if (uri.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "store: no kind of store that is known; give the path of an SQLite file, or "
                            + "jdbc:postgresql://host/database?user=name");
        }
        String path = uri.startsWith(SQLITE) ? uri.substring(SQLITE.length()) : uri;
        if (path.isBlank()) {
            throw new IllegalArgumentException("store: give the path of an SQLite file, such as runs.db");
        }
        return JdbcRunStore.builder(Path.of(path));
    }
}
