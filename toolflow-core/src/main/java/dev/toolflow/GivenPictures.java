package dev.toolflow;

import dev.toolflow.run.RunPayloadException;
import dev.toolflow.run.RunRecord;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for pictures in what kept runs were given: in their inputs, and in what people answered. A store does not look into these, and
 * knows the pictures of steps alone. For one thread.
 */
final class GivenPictures {
    private static final Logger LOG = LoggerFactory.getLogger(GivenPictures.class);
    private static final int RUNS_AT_ONCE = 100;
    /** A hash wherever it begins, also within other digits. */
    private static final Pattern SHA256 = Pattern.compile("(?=([0-9a-f]{64}))");

    private final Durability durability;
    private final Set<String> missing;

    private GivenPictures(Durability durability, Collection<String> sha256) {
        this.durability = durability;
        this.missing = new HashSet<>(sha256);
    }

    /**
     * Of these pictures, those that no kept run was given; none of them where that cannot be told.
     *
     * @throws dev.toolflow.run.RunStoreException if the store cannot be read
     */
    static Set<String> missing(Durability durability, Collection<String> sha256) {
        GivenPictures given = new GivenPictures(durability, sha256);
        if (!given.missing.isEmpty()) {
            new RunPages(durability.store(), RUNS_AT_ONCE).each(given::look);
        }
        return Set.copyOf(given.missing);
    }

    /** Whether there is anything left to look for. */
    private boolean look(RunRecord run) {
        RunPayloads payloads = new RunPayloads(run.id(), durability);
        try {
            strike(payloads.input(run));
            if (!missing.isEmpty()) {
                durability
                        .store()
                        .load(run.id())
                        .ifPresent(stored ->
                                stored.decisions().forEach(decision -> strike(payloads.answerJson(decision))));
            }
        } catch (RunPayloadException e) {
            LOG.warn(
                    "run={} what it was given cannot be read, so the pictures of the runs that were deleted now stay: {}",
                    run.id(),
                    LogField.clean(String.valueOf(e.getMessage())));
            missing.clear();
        }
        return !missing.isEmpty();
    }

    private void strike(String json) {
        Matcher hashes = SHA256.matcher(json);
        while (hashes.find()) {
            missing.remove(hashes.group(1));
        }
    }
}
