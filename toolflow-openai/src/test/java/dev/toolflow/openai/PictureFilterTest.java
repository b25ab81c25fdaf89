package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.toolflow.ingest.ImageLimits;
import dev.toolflow.ingest.ImageSpool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFilterTest {
    private static final int WANTED = 3;
    private static final byte[] BYTES = "Many bytes: \u00fb\u00ef\u00be!".getBytes(StandardCharsets.ISO_8859_1);

    private final ImageSpool spool = new ImageSpool(ImageLimits.standard().maxBytes(200_000));

    @AfterEach
    void close() {
        spool.close();
    }

    /** What the parser was given, and the filter to redeem its tickets. */
    private record Passed(String json, PictureFilter filter) {}

    @Nested
    class A_text_named_b64_json {

        @Test
        void is_taken_out_wherever_the_body_is_split() throws IOException {
            String json = "{\"a\":\"\\\"b64_json\",\"b64_json\" : \"" + encoded(BYTES) + "\",\"z\":[1]}";
            byte[] body = json.getBytes(StandardCharsets.UTF_8);
            for (int split = 0; split <= body.length; split++) {
                Passed passed = pass(new SequenceInputStream(
                        new ByteArrayInputStream(body, 0, split),
                        new ByteArrayInputStream(body, split, body.length - split)));

                assertThat(passed.json())
                        .as("split at %s", split)
                        .isEqualTo("{\"a\":\"\\\"b64_json\",\"b64_json\" : \"0\",\"z\":[1]}");
                assertThat(content(passed, "0")).isEqualTo(BYTES);
            }
        }

        @Test
        void is_taken_out_byte_by_byte() throws IOException {
            Passed passed = pass(oneByOne("{\"b64_json\":\"" + encoded(BYTES) + "\"}"));

            assertThat(passed.json()).isEqualTo("{\"b64_json\":\"0\"}");
            assertThat(content(passed, "0")).isEqualTo(BYTES);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2, 3, 4, 6143, 6144, 6145, 12_288, 12_290, 49_151, 49_152, 49_153, 98_304, 150_001})
        void may_have_any_length(int length) throws IOException {
            byte[] bytes = new byte[length];
            new Random(length).nextBytes(bytes);

            assertThat(content(pass("{\"b64_json\":\"" + encoded(bytes) + "\"}"), "0"))
                    .isEqualTo(bytes);
        }

        @Test
        void may_be_written_with_escapes() throws IOException {
            String escaped = encoded(BYTES)
                    .replace("/", "\\/")
                    .replace("+", "\\u002b")
                    .replace("=", "\\u003D")
                    .replace("M", "\\u004d");

            assertThat(content(pass(oneByOne("{\"b64_json\":\"" + escaped + "\"}")), "0"))
                    .isEqualTo(BYTES);
        }

        @Test
        void is_numbered_among_the_others() throws IOException {
            Passed passed =
                    pass("[{\"b64_json\":\"AAAA\"},{\"b64_json\":\"\\n\"},{\"b64_json\":\"" + encoded(BYTES) + "\"}]");

            assertThat(passed.json()).isEqualTo("[{\"b64_json\":\"0\"},{\"b64_json\":\"1\"},{\"b64_json\":\"2\"}]");
            assertThat(content(passed, "0")).isEqualTo(new byte[3]);
            assertThat(content(passed, "2")).isEqualTo(BYTES);
            assertThat(spool.images()).hasSize(2);
        }

        @Test
        void is_read_past_where_there_are_far_more_than_wanted() throws IOException {
            Passed passed = pass("[" + "\"b64_json\":\"AAAA\"".repeat(WANTED + 20) + "]");

            assertThat(spool.images()).hasSize(WANTED + 16);
            assertThat(passed.json()).endsWith("\"b64_json\":\"\"".repeat(4) + "]");
        }

        @Test
        void has_no_ticket_any_more_in_the_next_text() throws IOException {
            PictureFilter filter = pass("{\"b64_json\":\"AAAA\"}").filter();

            filter.restart();

            assertThat(filter.redeem("0")).isNull();
        }

        @Test
        void is_given_out_once_and_only_for_its_ticket() throws IOException {
            PictureFilter filter = pass("{\"b64_json\":\"AAAA\"}").filter();

            assertThat(filter.redeem("1")).isNull();
            assertThat(filter.redeem("")).isNull();
            assertThat(filter.redeem("0")).isInstanceOf(ReceivedPicture.Whole.class);
            assertThat(filter.redeem("0")).isNull();
        }
    }

    @Nested
    class Everything_else {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "{\"b64_json\":null,\"c\":\"AAAA\"}",
                    "{\"b64_json\":[\"AAAA\"],\"b64_jsonx\":\"AAAA\",\"xb64_json\":\"AAAA\"}",
                    "{\"b64_json\":{\"b64\":\"AAAA\"}}",
                    "{\"b64\\u005fjson\":\"AAAA\"}",
                    "{\"a\":\"b64_json\",\"b\":\"AAAA\"}",
                    "{\"a\":\"\\\\\",\"b64_json\":true,\"x\":\"\\\":\\\"\"}",
                    "[\"b64_json\",\"AAAA\"]",
                    "\"b64_json\"\"AAAA\"",
                    "\u00fc\u0000{{{\"",
                    ""
                })
        void passes_as_it_is(String json) throws IOException {
            assertThat(pass(oneByOne(json)).json()).isEqualTo(json);
            assertThat(pass(json).json()).isEqualTo(json);
            assertThat(spool.images()).isEmpty();
        }
    }

    @Nested
    class What_is_no_base64 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "AAA*",
                    "AAA",
                    "AA",
                    "A",
                    "AAAAA",
                    "A===",
                    "AA=A",
                    "AA==AAAA",
                    "AAA=AAA=",
                    "====",
                    "=AAA",
                    "AAA\\n",
                    "AAAA ",
                    "AAAA\n",
                    "AA\tAA",
                    "AAA\\\"",
                    "AAA\\\\",
                    "AA\\u0022A",
                    "AAA\\u00e9",
                    "AAA\\u0141",
                    "AAA\\u00\"},\"x",
                    "AA-_",
                    "AAA\u00e9",
                    "AA==\\u003d"
                })
        void is_passed_over_to_the_end_of_its_text(String text) throws IOException {
            Passed passed = pass(oneByOne("{\"b64_json\":\"" + text + "\",\"n\":1}"));

            assertThat(passed.json()).startsWith("{\"b64_json\":\"0\"").endsWith(",\"n\":1}");
            assertThat(passed.filter().redeem("0")).isEqualTo(new ReceivedPicture.Unusable("is no base64"));
            assertThat(spool.images()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"8188, AA==AAAA", "8188, AAA=A===", "65532, AA==AAAA", "65528, AAAA*AAA", "131068, AA==AAAA"})
        void is_seen_at_the_border_of_a_block(int before, String text) throws IOException {
            Passed passed = pass("{\"b64_json\":\"" + "A".repeat(before) + text + "\"}");

            assertThat(passed.filter().redeem("0")).isEqualTo(new ReceivedPicture.Unusable("is no base64"));
            assertThat(spool.images()).isEmpty();
        }

        @Test
        void is_told_from_nothing_at_all() throws IOException {
            assertThat(pass("{\"b64_json\":\"\"}").filter().redeem("0"))
                    .isEqualTo(new ReceivedPicture.Unusable("is empty"));
        }

        @Test
        void is_told_from_more_than_is_allowed() throws IOException {
            ReceivedPicture received = pass("{\"b64_json\":\"" + encoded(new byte[200_001]) + "\"}")
                    .filter()
                    .redeem("0");

            assertThat(received)
                    .isInstanceOfSatisfying(
                            ReceivedPicture.Unusable.class,
                            unusable -> assertThat(unusable.why()).contains("more than 200000 bytes"));
        }
    }

    @Nested
    class A_body_that_ends_in_a_picture {

        @ParameterizedTest
        @ValueSource(strings = {"", "A", "AAAA", "AAAA\\", "AAAA\\u", "AAAA\\u00"})
        void ends_in_the_text_for_the_parser_too_and_leaves_nothing(String text) throws IOException {
            assertThat(pass(oneByOne("{\"b64_json\":\"" + text)).json()).isEqualTo("{\"b64_json\":\"");
            assertThat(spool.images()).isEmpty();
        }
    }

    private Passed pass(String json) throws IOException {
        return pass(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private Passed pass(InputStream body) throws IOException {
        PictureFilter filter = new PictureFilter(body, spool, WANTED, new PictureBuffers());
        return new Passed(new String(filter.readAllBytes(), StandardCharsets.UTF_8), filter);
    }

    private static InputStream oneByOne(String json) {
        return new Trickle(json.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] content(Passed passed, String ticket) throws IOException {
        ReceivedPicture received = passed.filter().redeem(ticket);
        assertThat(received).isInstanceOf(ReceivedPicture.Whole.class);
        return Files.readAllBytes(((ReceivedPicture.Whole) received).image().file());
    }

    private static String encoded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
