package dev.toolflow.jdbc;

import java.nio.file.Path;

/** The store that a command line names. */
final class StoreUri {
    private static final String SQLITE = "sqlite:";

    private StoreUri() {}

    static JdbcRunStore open(String uri) {
        if (uri.isBlank()) {
            throw new IllegalArgumentException("store: give the path of an SQLite file, such as runs.db");
        }
        if (uri.startsWith(SQLITE)) {
            return JdbcRunStore.sqlite(Path.of(uri.substring(SQLITE.length())));
        }
        if (uri.startsWith("jdbc:")) {
            throw new IllegalArgumentException(
                    "store: no kind of store that is known; give the path of an SQLite file");
        }
        return JdbcRunStore.sqlite(Path.of(uri));
    }
}
