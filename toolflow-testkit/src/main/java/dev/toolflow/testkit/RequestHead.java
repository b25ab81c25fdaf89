package dev.toolflow.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The first lines of an HTTP request; header names in any case. */
record RequestHead(String method, String target, Map<String, List<String>> headers) {

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    boolean says(String name, String token) {
        return header(name)
                .filter(value -> value.toLowerCase(Locale.ROOT).contains(token))
                .isPresent();
    }
}
