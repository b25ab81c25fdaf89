package dev.toolflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyRedactorTest {
    private static final String KEY = "sk-proj-Ab3_dE6-hI9kLmN0pQrStUv";
    private static final int LONG = 50_000;

    private final Redactor keys = Redactor.keys();

    @Nested
    class Text_that_looks_like_a_key {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "Incorrect API key provided: %s.|Incorrect API key provided: sk-***.",
                    "(%s)|(sk-***)",
                    "key_%s|key_sk-***",
                    "?q=a%%3D%s&b=c|?q=a%%3Dsk-***&b=c",
                    "{\"a\":\"line\\n%s\"}|{\"a\":\"line\\nsk-***\"}",
                    "\\u0022%s\\u0022|\\u0022sk-***\\u0022",
                    "%s %1$s|sk-*** sk-***",
                    "Authorization: Bearer %s|Authorization: Bearer ***",
                    "bearer%%20%s|bearer%%20***",
                    "BEARER \t %s,|BEARER \t ***,",
                    "Bearer eyJhbGciOi.eyJzdWIi.c2lnbmF0dXJl|Bearer ***",
                    "bearer bearer %s|bearer bearer ***",
                    "api-key: 0123456789abcdef0123456789abcdef|api-key: ***",
                    "{\"api_key\": \"0123456789abcdef\"}|{\"api_key\": \"***\"}",
                    "apikey=0123456789abcdef&x=y|apikey=***&x=y",
                    "https://b.s3/x?X-Amz-Date=20260101T000000Z&X-Amz-Signature=00ffAA77&y=1"
                            + "|https://b.s3/x?X-Amz-Date=20260101T000000Z&X-Amz-Signature=***&y=1",
                    "x-amz-security-token=FwoGZXIvYXdzE%%2F%%2F&y=1|x-amz-security-token=***&y=1",
                    "X-Amz-Credential%%3DAKIA0000/20260101 |X-Amz-Credential%%3D***",
                    "SignedHeaders=host, Signature=00ffaa7700ffaa77|SignedHeaders=host, Signature=***",
                    "https://a.blob/x.png?se=2026&sig=aB3%%2Fd5%%3D&sp=r|https://a.blob/x.png?se=2026&sig=***&sp=r",
                })
        void is_taken_out(String text, String kept) {
            assertThat(keys.redact(text.formatted(KEY))).isEqualTo(kept.formatted());
        }

        @Test
        void is_taken_out_where_it_follows_a_word_that_is_no_key() {
            assertThat(keys.redact("bearer x sk-abcdefghijklmnop api key: sk-abcdefghijklmnop"))
                    .isEqualTo("bearer x sk-*** api key: sk-***");
        }

        @Test
        void is_taken_out_once_and_for_all() {
            String once = keys.redact("Bearer " + KEY + " X-Amz-Signature=0123456789 " + KEY);

            assertThat(keys.redact(once)).isEqualTo(once);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "un thé — \"tea\" 🍵\r\n",
                "the mask-refinement-round-1 of task-force-number-21 is too dark",
                "the ring bearer approaches; bearer of bad news",
                "the API key is missing; set an api key: required",
                "sk-learn, sk-8, $1 \\1 ${x}",
                "config=on&design=3 signature=none",
                "bearer",
                "lone \ud800 surrogate"
            })
    void other_text_stays_as_it_is(String text) {
        assertThat(keys.redact(text)).isEqualTo(text);
    }

    @Test
    void none_takes_nothing_out() {
        assertThat(Redactor.none().redact("Bearer " + KEY)).isEqualTo("Bearer " + KEY);
    }

    @Nested
    class The_effort_is_in_proportion_to_the_text {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "a",
                    " ",
                    "sk-",
                    "-sk-a",
                    "sk-aaaaaaaaaaa ",
                    "bearer",
                    "bearer ",
                    "bearer a ",
                    "bearer\t\t\t\t",
                    "api-key:",
                    "api key ",
                    "api key: a ",
                    "api_key=\"",
                    "X-Amz-Signature=",
                    "X-Amz-",
                    "sig=a ",
                    "sig=%3D",
                    "\\u0022",
                    "\\n",
                    "%3D",
                    "=",
                    "🍵"
                })
        void of_one_piece_over_and_over(String piece) {
            boundedFor(piece.repeat(LONG / piece.length()));
            boundedFor("bearer" + piece.repeat(LONG / piece.length()));
            boundedFor("api-key" + piece.repeat(LONG / piece.length()));
            boundedFor("bearer " + piece.repeat(LONG / piece.length()) + "!");
        }

        @Test
        void of_pieces_in_any_order() {
            String[] pieces = {
                "sk-", "bearer ", " ", "api-key", ":", "=", "sig=", "a", "1", "%3D", "\\n", "X-Amz-Signature="
            };
            for (int seed = 0; seed < 20; seed++) {
                Random random = new Random(seed);
                StringBuilder text = new StringBuilder();
                while (text.length() < LONG) {
                    text.append(pieces[random.nextInt(pieces.length)]);
                }
                boundedFor(text.toString());
            }
        }

        private void boundedFor(String text) {
            CountedText counted = new CountedText(text, new AtomicLong());
            KeyRedactor.redact(counted);

            assertThat(counted.reads().get()).isLessThan(100L * text.length());
        }
    }

    /** Counts how often a character is looked at. */
    private record CountedText(String text, AtomicLong reads) implements CharSequence {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            reads.incrementAndGet();
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            reads.addAndGet(end - start);
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
