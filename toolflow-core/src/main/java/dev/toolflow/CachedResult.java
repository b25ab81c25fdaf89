package dev.toolflow;

import dev.toolflow.audit.Issue;
import dev.toolflow.audit.Verdict;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the result cache: an output that was accepted, as it was received, and what was found of it.
 *
 * @param output JSON: a chat model's reply, or the references of an image step's pictures
 * @param issues what validation and audits found
 * @param score how good it was found, or null
 */
record CachedResult(
        String output, List<Issue> issues, @Nullable Double score) {
    private static final JsonType<CachedResult> JSON = JsonType.plain(CachedResult.class);

    CachedResult {
        issues = List.copyOf(issues);
    }

    static CachedResult of(String output, Verdict verdict) {
        return new CachedResult(
                output,
                verdict.issues(),
                verdict.score().isPresent() ? verdict.score().getAsDouble() : null);
    }

    String write() {
        return JSON.write(this);
    }

    /** @throws JsonReadException if it is none */
    static CachedResult read(String entry) {
        return JSON.read(entry);
    }

    /** What was found, with the issues that validation finds now in place of those that it found then. */
    Verdict verdict(List<Issue> valid, String validation) {
        Verdict audited = Verdict.of(issues.stream()
                .filter(issue -> !issue.source().equals(validation))
                .toList());
        Verdict all = Verdict.of(valid).and(audited);
        return Optional.ofNullable(score).map(all::score).orElse(all);
    }
}
