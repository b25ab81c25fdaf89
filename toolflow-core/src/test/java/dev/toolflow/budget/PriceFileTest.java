package dev.toolflow.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceFileTest {
    @TempDir
    private Path directory;

    private PriceList read(String json) throws IOException {
        return PriceList.read(Files.writeString(directory.resolve("own.json"), json));
    }

    private PriceList readModel(String fields) throws IOException {
        return read("{\"date\": \"2026-12-01\", \"sources\": [\"our contract\"], \"models\": [{\"name\": \"m\", "
                + fields + "}]}");
    }

    @Test
    void a_file_has_prices_with_all_their_parts() throws IOException {
        PriceList list = readModel("\"input\": 1, \"cachedInput\": 0.1, \"output\": 2.5, \"imageInput\": 3,"
                + " \"imageOutput\": 4, \"longInput\": {\"over\": 1000, \"input\": 5, \"output\": 6},"
                + " \"pictureTokens\": {\"fine\": {\"64x64\": 7}}, \"pictureUsd\": {\"rough\": {\"64x64\": 0.01}}");

        assertThat(list.priceOf("m-1"))
                .contains(ModelPrice.perMillion("1", "2.5")
                        .cachedInput("0.1")
                        .imageInput("3")
                        .imageOutput("4")
                        .overInput(1000, ModelPrice.perMillion("5", "6"))
                        .pictures(PictureTokens.none().with("fine", "64x64", 7).with("rough", "64x64", 2_500)));
        assertThat(list.date()).hasToString("2026-12-01");
        assertThat(list.sources()).containsExactly("our contract");
    }

    @Test
    void a_file_extends_and_replaces_the_standard_prices() throws IOException {
        PriceList both = PriceList.standard()
                .and(read("{\"date\": \"2027-01-01\", \"sources\": [], \"models\": ["
                        + "{\"name\": \"gpt-5.4-mini\", \"input\": 1, \"output\": 1}]}"));

        assertThat(both.priceOf("gpt-5.4-mini")).contains(ModelPrice.perMillion("1", "1"));
        assertThat(both.priceOf("gpt-5.4")).isPresent();
        assertThat(both.date()).hasToString("2027-01-01");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"input\": -1, \"output\": 1 | model m, field input: must not be negative",
                "\"input\": -1e999999999, \"output\": 1 | model m, field input: must not be negative",
                "\"input\": 1e9999999, \"output\": 1 | model m, field input: must have at most 12 digits before",
                "\"input\": 1, \"output\": 1e-999999999 | model m, field output: must have at most 12 digits before",
                "\"input\": 1, \"output\": 1, \"pictureTokens\": {\"low\": {\"1x1\": 1e99}} | field 1x1: must have at most",
                "\"input\": \"1\", \"output\": 1 | model m, field input: must be a number",
                "\"input\": 1 | model m, field output: is missing",
                "\"note\": \"x\" | model m, field input: is missing, and so is the model's price in the catalogue",
                "\"input\": 1, \"output\": 1, \"inputs\": 1 | model m, field inputs: is not known; the fields are",
                "\"input\": 1, \"output\": 1, \"longInput\": {\"over\": 0, \"input\": 1, \"output\": 1} | field over: overInput",
                "\"input\": 1, \"output\": 1, \"longInput\": {} | model m, field longInput, field over: is missing",
                "\"input\": 1, \"output\": 1, \"longInput\": {\"over\": 9} | model m, field longInput, field input: is missing",
                "\"input\": 1, \"output\": 1, \"longInput\": {\"over\": 0.5, \"input\": 1, \"output\": 1} | field over:",
                "\"input\": 1, \"output\": 1, \"pictureTokens\": {\"low\": {\"wide\": 1}} | field wide: size: must be like",
                "\"input\": 1, \"output\": 1, \"pictureTokens\": {\"low\": 1} | field low: must be a JSON object"
            })
    void a_wrong_value_is_named_with_its_file_its_model_and_its_field(String fields, String message) {
        assertThatThrownBy(() -> readModel(fields))
                .isInstanceOf(InvalidPriceListException.class)
                .hasMessageContaining("own.json")
                .hasMessageContaining(message);
    }

    @Test
    void a_file_without_its_date_or_with_a_model_twice_is_refused() {
        String model = "{\"name\": \"m\", \"input\": 1, \"output\": 1}";

        assertThatThrownBy(() -> read("{\"sources\": [], \"models\": []}"))
                .hasMessageContaining("own.json, field date: is missing");
        assertThatThrownBy(() -> read("{\"date\": \"soon\", \"sources\": [], \"models\": []}"))
                .hasMessageContaining("must be a date like");
        assertThatThrownBy(() ->
                        read("{\"date\": \"2026-12-01\", \"sources\": [], \"models\": [" + model + "," + model + "]}"))
                .hasMessageContaining("model m: is there twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M", " m ", "m\\t"})
    void a_model_that_is_there_twice_is_refused_however_it_is_written(String again) {
        assertThatThrownBy(() -> read("{\"date\": \"2026-12-01\", \"sources\": [], \"models\": ["
                        + "{\"name\": \"m\", \"input\": 1, \"output\": 1},"
                        + "{\"name\": \"" + again + "\", \"input\": 2, \"output\": 2}]}"))
                .isInstanceOf(InvalidPriceListException.class)
                .hasMessageContaining("is there twice");
    }

    @Test
    void a_file_that_is_no_json_or_not_there_is_refused_by_its_name() {
        assertThatThrownBy(() -> read("[".repeat(100_000)))
                .isInstanceOf(InvalidPriceListException.class)
                .hasMessageContaining("own.json: is not valid JSON");
        assertThatThrownBy(() -> PriceList.read(directory.resolve("none.json")))
                .isInstanceOf(InvalidPriceListException.class)
                .hasMessageContaining("none.json: cannot be read");
    }
}
