package dev.toolflow.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.toolflow.image.ImageFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogFileTest {
    @TempDir
    private Path directory;

    private ImageModelCatalog read(String json) throws IOException {
        return ImageModelCatalog.read(Files.writeString(directory.resolve("own.json"), json));
    }

    private ImageModelCatalog readModel(String fields) throws IOException {
        return read("{\"date\": \"2026-01-02\", \"sources\": [], \"models\": [{\"name\": \"m\", " + fields + "}]}");
    }

    @Test
    void a_file_has_models_with_all_that_they_take() throws IOException {
        ImageModel model = readModel("\"sizes\": {\"multipleOf\": 8, \"aspect\": 2, \"largest\": \"64x32\","
                        + " \"longestSide\": 60, \"pixels\": 1800},"
                        + " \"qualities\": [\"fine\"], \"styles\": [], \"formats\": [\"webp\"], \"compression\": [\"webp\"],"
                        + " \"prompt\": 7, \"n\": 2, \"partialImages\": 0, \"retired\": \"2026-05-12\", \"note\": \"old\","
                        + " \"edits\": {\"images\": 3, \"formats\": [\"png\"], \"shape\": \"square\", \"bytesBelow\": 9,"
                        + " \"maskBytesBelow\": 8}, \"price\": {\"imageOutput\": 0.1}")
                .find("m-1")
                .orElseThrow();

        assertThat(model.sizes())
                .contains(ImageSizes.any()
                        .multiplesOf(8)
                        .aspectUpTo(2)
                        .upTo(64, 32)
                        .sideUpTo(60)
                        .pixelsUpTo(1800));
        assertThat(model.values("quality").orElseThrow()).containsExactly("fine");
        assertThat(model.values("style").orElseThrow()).isEmpty();
        assertThat(model.values("background")).isEmpty();
        assertThat(model.values("output_format").orElseThrow()).containsExactly("webp");
        assertThat(model.longestPrompt()).hasValue(7);
        assertThat(model.mostImages()).hasValue(2);
        assertThat(model.mostPartialImages()).hasValue(0);
        assertThat(model.edits())
                .contains(ImageEdits.upTo(3)
                        .formats(ImageFormat.PNG)
                        .squares()
                        .bytesBelow(9)
                        .maskBytesBelow(8));
        assertThat(model.price().orElseThrow().imageOutput()).isEqualByComparingTo("0.1");
        assertThat(model.retired().orElseThrow()).hasToString("2026-05-12");
        assertThat(model.note()).contains("old");
    }

    @Test
    void a_file_that_is_nested_without_end_is_refused_by_its_name() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(InvalidCatalogException.class)
                .hasMessageContaining("own.json: is not valid JSON");
    }

    @Test
    void a_file_replaces_and_extends_the_standard_models() throws IOException {
        ImageModelCatalog both = ImageModelCatalog.standard().and(readModel("\"n\": 2"));

        assertThat(both.find("m").orElseThrow().mostImages()).hasValue(2);
        assertThat(both.find("gpt-image-2")).isPresent();
        assertThat(both.date()).hasToString("2026-11-25");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"n\": 0                              | own.json, model m, field n: mostImages: must be at least 1, is 0",
                "\"n\": \"two\"                        | own.json, model m, field n: must be a whole number",
                "\"sizes\": [\"big\"]                  | own.json, model m, field sizes: 'big' is neither auto nor like 1024x1536",
                "\"sizes\": []                         | own.json, model m, field sizes: must name a size, or be left out",
                "\"sizes\": {\"largest\": \"auto\"}    | own.json, model m, field sizes, field largest: must be like 3840x2160",
                "\"sizes\": {\"multiple\": 16}         | own.json, model m, field sizes, field multiple: is not known",
                "\"qualitys\": []                      | own.json, model m, field qualitys: is not known; the fields are [",
                "\"qualities\": \"low\"                | own.json, model m, field qualities: must be an array of texts",
                "\"formats\": [\"gif\"]                | own.json, model m, field formats: 'gif' is not png, jpeg or webp",
                "\"edits\": {}                         | own.json, model m, field edits, field images: is missing",
                "\"edits\": {\"images\": -1}           | own.json, model m, field edits, field images: images: must be at least 1",
                "\"price\": {\"imageOutput\": -1}      | own.json, model m, field price: price.imageOutput: must not be negative",
                "\"price\": {\"imageOutput\": \"1\"}   | own.json, model m, field price, field imageOutput: must be a number",
                "\"retired\": \"soon\"                 | own.json, model m, field retired: must be a date like 2026-04-21",
                "\"n\": 1, \"n\": 2                    | own.json: is not valid JSON, at line 1"
            })
    void a_slip_is_told_with_file_model_and_field(String fields, String message) {
        assertThatThrownBy(() -> readModel(fields))
                .isInstanceOf(InvalidCatalogException.class)
                .hasMessageContaining(message);
    }

    @Test
    void a_file_that_is_no_catalogue_is_told() {
        assertThatThrownBy(() -> ImageModelCatalog.read(directory.resolve("none.json")))
                .isInstanceOf(InvalidCatalogException.class)
                .hasMessageContaining("none.json: cannot be read");
        assertThatThrownBy(() -> read("[]"))
                .isInstanceOf(InvalidCatalogException.class)
                .hasMessageContaining("own.json: must be a JSON object");
        assertThatThrownBy(() -> read("{\"sources\": [], \"models\": []}"))
                .hasMessageContaining("own.json, field date: is missing");
        assertThatThrownBy(() -> read("{\"date\": \"2026-01-02\", \"sources\": [], \"models\": [{\"n\": 1}]}"))
                .hasMessageContaining("own.json, model 1, field name: is missing");
        assertThatThrownBy(() -> read("{\"date\": \"2026-01-02\", \"sources\": [],"
                        + " \"models\": [{\"name\": \"m\"}, {\"name\": \"M\"}]}"))
                .hasMessageContaining("own.json, model m: is there twice");
    }
}
