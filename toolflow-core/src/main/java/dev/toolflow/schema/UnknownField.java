package dev.toolflow.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A field that a type does not have, and the one that was probably meant. */
final class UnknownField {
    private UnknownField() {}

    static JsonReadException of(UnrecognizedPropertyException failure) {
        Collection<Object> ids = failure.getKnownPropertyIds();
        List<String> known =
                ids == null ? List.of() : ids.stream().map(String::valueOf).toList();
        List<Reference> path = failure.getPath();
        return failure(path.subList(0, path.size() - 1), failure.getPropertyName(), known);
    }

    /**
     * A misspelt field shows up as a missing one first, because a record is made before what is left over is looked at.
     * So where a field is missing, the object is read once more for a name that does not belong there.
     */
    static Optional<JsonReadException> insteadOf(MismatchedInputException missing, String json)
            throws JsonProcessingException {
        List<Reference> path = missing.getPath();
        List<Reference> parent = path.subList(0, path.size() - 1);
        JsonNode object = Wire.of(Strictness.PLAIN).readTree(json);
        for (Reference reference : parent) {
            object = reference.getFieldName() == null
                    ? object.path(reference.getIndex())
                    : object.path(reference.getFieldName());
        }
        List<String> known = names((Class<?>) path.get(path.size() - 1).getFrom());
        Iterable<String> names = object::fieldNames;
        return StreamSupport.stream(names.spliterator(), false)
                .filter(name -> !known.contains(name))
                .findFirst()
                .map(name -> failure(parent, name, known));
    }

    private static List<String> names(Class<?> type) {
        JsonMapper mapper = Wire.of(Strictness.PLAIN);
        var description = mapper.getDeserializationConfig().introspect(mapper.constructType(type));
        List<String> names = new ArrayList<>(description.getIgnoredPropertyNames());
        if (SealedFamily.isMember(type)) {
            names.add(SealedFamily.KIND);
        }
        description.findProperties().stream().flatMap(UnknownField::names).forEach(names::add);
        return names;
    }

    private static Stream<String> names(BeanPropertyDefinition property) {
        return Stream.concat(
                Stream.of(property.getName()), property.findAliases().stream().map(alias -> alias.getSimpleName()));
    }

    private static JsonReadException failure(List<Reference> parent, String name, List<String> known) {
        String guess = NearestName.of(name, known)
                .map(near -> "; did you mean '" + near + "'?")
                .orElseGet(() -> known.isEmpty() ? "" : "; known are " + String.join(", ", known));
        return new JsonReadException(FieldPath.of(parent), "unknown field '" + FieldPath.shown(name) + "'" + guess);
    }
}
