package dev.toolflow.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.testkit.FakeOpenAiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvatarsInputTest {
    private final FakeOpenAiServer server = FakeOpenAiServer.start();

    @TempDir
    private Path directory;

    @AfterEach
    void nothingWasSent() {
        assertThat(server.requests()).isEmpty();
        server.close();
    }

    @Nested
    class Personas {
        @Test
        void that_are_bad_are_all_named_before_anything_is_sent() throws IOException {
            refuses(
                    "[{\"name\": \"Ada\", \"bio\": \"\"}, {\"name\": \"Bob\", \"bio\": \"fine\"}, {\"bio\": \"x\"}]",
                    "persona 1 'Ada': bio is empty, say something in it; persona 3: name is empty");
        }

        @Test
        void that_are_null_are_named_by_their_number() throws IOException {
            refuses("[{\"name\": \"Ada\", \"bio\": \"x\"}, null]", "persona 2: is empty, say name and bio");
            refuses("[null]", "persona 1: is empty, say name and bio");
        }

        @Test
        void that_are_no_list_are_refused() throws IOException {
            refuses("{\"name\": \"Ada\", \"bio\": \"x\"}", "expected an array");
        }

        @Test
        void with_an_unknown_field_get_the_likely_name() throws IOException {
            refuses("[{\"name\": \"Ada\", \"bios\": \"x\"}]", "did you mean 'bio'");
        }

        @Test
        void of_broken_json_get_line_and_column() throws IOException {
            refuses("[{\"name\": \"Ada\",\n \"bio\" \"x\"}]", "broken JSON at line 2");
        }

        private void refuses(String json, String message) throws IOException {
            Path file = Files.writeString(directory.resolve("team.json"), json);
            AvatarsInputTest.this.refuses(message, "avatars", "--input", file.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "avatars --images 0 | --images: must be from 1 to 8, was 0",
                "avatars --images 9 | --images: must be from 1 to 8, was 9",
                "avatars --images many | --images",
                "avatars --personas-at-once 0 | --personas-at-once: must be from 1 to 64, was 0",
                "avatars --store gs://bucket | --store: must be a directory or s3://bucket/prefix",
                "icons | --name: must say what the icon stands for",
                "icons --name Harbour | --description: must say what that is",
                "icons --name Harbour --description Ships --variants 5 | --variants: must be from 2 to 4, was 5",
                "icons --name Harbour --description Ships --variants 1 | --variants: must be from 2 to 4, was 1",
                "icons --name Harbour --description Ships --pick 5 | --pick: must be the number of a variant",
                "icons --name Harbour --description Ships --variants 2 --pick 3 | --pick: 3 is more than --variants 2",
                "icons --pick 2 | --out: must name the directory with the variants",
                "brand-kit --size 1000x1000 | --size: gpt-image-2 takes auto or <width>x<height>, both divisible by 16",
                "brand-kit --size 3840x512 | --size: gpt-image-2 takes",
                "brand-kit --image-model gpt-image-1.5 --size 3840x2160 | --size: gpt-image-1.5 takes",
                "avatars --size 1000x1000 | --size: gpt-image-2 takes",
                "avatars --size 128x128 | --size: an avatar is a quarter of the picture and needs 64 pixels a side",
                "avatars --image-model dall-e-3 | --image-model: dall-e-3 does not edit images",
                "icons --name Harbour --description Ships --size 4096x4096 | --size: gpt-image-2 takes",
                "icons --name Harbour --description Ships --image-model dall-e-3 | --variants: dall-e-3",
                "gallery src | STORE: src has files, but none of a store",
                "gallery nowhere | STORE: nowhere is no directory",
                "gallery . --port 70000 | --port: must be from 0 to 65535",
            })
    void a_command_line_is_refused_in_one_line(String line, String message) {
        refuses(message, line.split(" "));
    }

    @Test
    void a_manifest_that_is_damaged_or_newer_is_not_guessed_at() throws IOException {
        Path team = Files.writeString(directory.resolve("team.json"), "[{\"name\": \"Ada\", \"bio\": \"x\"}]");
        Path manifest = directory.resolve("manifest.json");

        for (String json : new String[] {
            "{\"format\": 1",
            "{\"format\": 2, \"personas\": []}",
            "{\"format\": 1, \"personas\": [{\"name\": \"Ada\", \"fingerprint\": \"\", \"directory\": \"../..\","
                    + " \"runId\": \"\", \"files\": [], \"kept\": {\"sheets\": []}}]}"
        }) {
            Files.writeString(manifest, json);
            refuses(
                    manifest + " cannot be used, it",
                    "avatars",
                    "--input",
                    team.toString(),
                    "--out",
                    directory.toString());
        }
    }

    @Test
    void a_manifest_that_leads_elsewhere_is_refused_in_words_of_a_file() throws IOException {
        Path team = Files.writeString(directory.resolve("team.json"), "[{\"name\": \"Ada\", \"bio\": \"x\"}]");
        Files.writeString(
                directory.resolve("manifest.json"),
                "{\"format\": 1, \"personas\": [{\"name\": \"Ada\", \"fingerprint\": \"\", \"directory\": \"../..\","
                        + " \"runId\": \"\", \"files\": [], \"kept\": {\"sheets\": []}}]}");

        refuses(
                "is not what this program writes",
                "avatars",
                "--input",
                team.toString(),
                "--out",
                directory.toString());
    }

    private void refuses(String message, String... args) {
        var ended = Program.talkingTo(server).run(args);

        assertThat(ended.exit()).as(ended.both()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
        assertThat(ended.said())
                .singleElement()
                .asString()
                .startsWith("toolflow-examples: ")
                .contains(message)
                .doesNotContain("Exception");
    }
}
