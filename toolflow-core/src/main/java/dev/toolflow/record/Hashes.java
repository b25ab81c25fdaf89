package dev.toolflow.record;

import dev.toolflow.schema.JsonStructure;
import dev.toolflow.schema.JsonType;
import dev.toolflow.step.StepDefinition;
import dev.toolflow.tool.ToolSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hashes by which what is kept is told from what is wanted now: the same in every process. */
public final class Hashes {
    private static final ClassValue<String> OF_SCHEMA = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return sha256("schema " + SchemaForm.of(JsonType.of(type).schema()));
        }
    };
    private static final ClassValue<String> OF_STRUCTURE = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return sha256("structure " + JsonStructure.of(type).text());
        }
    };

    private Hashes() {}

    /** Tells inputs apart: SHA-256 of their JSON, 64 hexadecimal digits. */
    public static String inputHash(String json) {
        return sha256(json);
    }

    /**
     * Tells output types apart by what JSON they have, 64 hexadecimal digits. Of a chat step the strict schema counts, without
     * its descriptions; of others the names and types of the components. The order of components and the names of their classes
     * do not.
     */
    public static String outputHash(StepDefinition<?, ?> definition) {
        boolean strict = definition
                .tool()
                .map(ToolSpec::outputSchema)
                .filter(schema -> !schema.isEmpty())
                .isPresent();
        return (strict ? OF_SCHEMA : OF_STRUCTURE).get(definition.outputType());
    }

    private static String sha256(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256, this one has not", e);
        }
    }
}
