package dev.toolflow;

import com.fasterxml.jackson.databind.JsonNode;
import dev.toolflow.record.ErrorJson;
import dev.toolflow.run.RunPayloadException;
import dev.toolflow.schema.JsonReadException;
import dev.toolflow.schema.JsonType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of a kept run that has ended or waits.
 *
 * @param error what made it fail, or null
 * @param waiting what it asks
 */
record RunEnd(@Nullable RuntimeException error, List<Question> waiting) {
    private static final JsonType<Document> TYPE = JsonType.plain(Document.class);

    RunEnd {
        waiting = List.copyOf(waiting);
    }

    /**
     * What a run asks a person.
     *
     * @param id the id path of the approval
     * @param about what is to be decided on, as JSON; null where it cannot be written
     * @param answerType the simple name of the answer's type
     */
    record Question(String id, @Nullable JsonNode about, String answerType) {}

    private record Document(int v, @Nullable String error, List<Question> waiting) {}

    static RunEnd of(ToolFlowResult<?> result) {
        return new RunEnd(
                result.error().orElse(null),
                result.waiting().stream()
                        .map(asked -> new Question(
                                asked.id(),
                                ResultJson.about(asked).orElse(null),
                                asked.answerType().getSimpleName()))
                        .toList());
    }

    byte[] write(ErrorJson errors) {
        String failed = Optional.ofNullable(error)
                .map(errors::write)
                .map(utf8 -> new String(utf8, StandardCharsets.UTF_8))
                .orElse(null);
        return TYPE.write(new Document(KeptFormat.NEWEST, failed, waiting)).getBytes(StandardCharsets.UTF_8);
    }

    static RunEnd read(byte[] utf8, ErrorJson errors, String where) {
        try {
            String json = new String(utf8, StandardCharsets.UTF_8);
            KeptFormat.requireKnown(json, where + ": how it ended and what it asks");
            Document kept = TYPE.read(json);
            String failed = kept.error();
            return new RunEnd(
                    failed == null ? null : errors.read(failed.getBytes(StandardCharsets.UTF_8), where),
                    kept.waiting());
        } catch (JsonReadException e) {
            throw new RunPayloadException(
                    where + ": how it ended cannot be read: " + e.getMessage() + "; restore it from a backup", e);
        }
    }
}
