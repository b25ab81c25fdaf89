package dev.toolflow.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.toolflow.catalog.ImageModelCatalog.Origin;
import dev.toolflow.image.ImageFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads a catalogue from JSON; every value is checked where it stands. */
final class CatalogFile {
    private static final String STANDARD = "image-models.json";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Fields that list values, with the parameters whose values they are. */
    private static final Map<String, String> PARAMETERS = Map.of(
            "qualities", "quality",
            "backgrounds", "background",
            "moderations", "moderation",
            "fidelities", "input_fidelity",
            "styles", "style",
            "responseFormats", "response_format");

    private final String file;

    private CatalogFile(String file) {
        this.file = file;
    }

    static ImageModelCatalog standard() {
        try (InputStream in =
                Objects.requireNonNull(CatalogFile.class.getResourceAsStream(STANDARD), STANDARD + " is missing")) {
            return new CatalogFile(STANDARD).catalog(JSON.readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STANDARD + " of this library", e);
        }
    }

    static ImageModelCatalog read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new CatalogFile(file.toString()).catalog(JSON.readTree(in));
        } catch (JsonProcessingException e) {
            throw new InvalidCatalogException(
                    file + ": is not valid JSON, at line " + e.getLocation().getLineNr() + "; look there", e);
        } catch (IOException e) {
            throw new InvalidCatalogException(file + ": cannot be read; look at its path and permissions", e);
        }
    }

    private ImageModelCatalog catalog(JsonNode root) {
        CatalogFields fields = new CatalogFields(file, root);
        LocalDate date = fields.required("date", fields::date);
        List<String> sources = fields.required("sources", fields::texts);
        JsonNode list = fields.required("models", fields::field);
        fields.requireNothingElse();
        if (!list.isArray()) {
            throw new InvalidCatalogException(file + ", field models: must be an array", null);
        }
        List<ImageModel> models = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonNode json : list) {
            ImageModel model = model(models.size() + 1, json);
            if (!names.add(model.name())) {
                throw new InvalidCatalogException(file + ", model " + model.name() + ": is there twice", null);
            }
            models.add(model);
        }
        return ImageModelCatalog.of(new Origin(date, List.copyOf(sources)), models);
    }

    private ImageModel model(int number, JsonNode json) {
        CatalogFields numbered = new CatalogFields(file + ", model " + number, json);
        String name = numbered.required("name", numbered::text);
        CatalogFields fields = new CatalogFields(file + ", model " + name, json);
        ImageModel model = ImageModel.named(fields.required("name", fields::text));
        model = values(model, fields);
        model = limits(model, fields);
        model = about(model, fields);
        fields.requireNothingElse();
        return model;
    }

    private static ImageModel values(ImageModel start, CatalogFields fields) {
        ImageModel model = start;
        for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
            List<String> values = fields.texts(parameter.getKey()).orElse(null);
            model = values == null ? model : model.values(parameter.getValue(), values.toArray(String[]::new));
        }
        if (fields.field("formats").isPresent()) {
            model = model.formats(formats("formats", fields));
        }
        return fields.field("compression").isPresent() ? model.compresses(formats("compression", fields)) : model;
    }

    private static ImageModel limits(ImageModel start, CatalogFields fields) {
        ImageModel prompt = fields.with("prompt", start, ImageModel::longestPrompt);
        ImageModel images = fields.with("n", prompt, ImageModel::mostImages);
        return fields.with("partialImages", images, ImageModel::mostPartialImages);
    }

    private static ImageModel about(ImageModel start, CatalogFields fields) {
        ImageModel model = CatalogPictures.sizes(fields).map(start::sizes).orElse(start);
        model = CatalogPictures.edits(fields).map(model::edits).orElse(model);
        model = price(fields).map(model::price).orElse(model);
        model = fields.date("retired").map(model::retired).orElse(model);
        return fields.text("note").map(model::note).orElse(model);
    }

    private static ImageFormat[] formats(String name, CatalogFields fields) {
        List<String> texts = fields.required(name, fields::texts);
        return texts.stream()
                .map(text -> fields.checked(name, () -> CatalogPictures.format(text)))
                .toArray(ImageFormat[]::new);
    }

    private static Optional<ImagePrice> price(CatalogFields model) {
        return model.fields("price").map(fields -> {
            ImagePrice price = model.checked(
                    "price",
                    () -> new ImagePrice(
                            fields.price("textInput"),
                            fields.price("cachedTextInput"),
                            fields.price("imageInput"),
                            fields.price("cachedImageInput"),
                            fields.price("textOutput"),
                            fields.price("imageOutput")));
            fields.requireNothingElse();
            return price;
        });
    }
}
