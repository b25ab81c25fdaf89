package dev.toolflow.schema;

import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import java.util.List;
import java.util.stream.Collectors;

/** Where in a document a field stands, as people write it: {@code colors[2].hex}. */
final class FieldPath {
    private static final int LONGEST_NAME = 64;

    private FieldPath() {}

    static String of(List<Reference> references) {
        StringBuilder path = new StringBuilder();
        for (Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(shown(reference.getFieldName()));
            }
        }
        return path.toString();
    }

    /**
     * A field's name as it may stand in a message: short, and without control and format characters and half surrogate
     * pairs.
     */
    static String shown(String name) {
        return name.codePoints()
                .limit(LONGEST_NAME)
                .mapToObj(character -> isPrintable(character) ? Character.toString(character) : "?")
                .collect(Collectors.joining());
    }

    private static boolean isPrintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
