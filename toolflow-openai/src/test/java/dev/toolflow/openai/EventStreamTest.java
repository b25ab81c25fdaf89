package dev.toolflow.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    @Nested
    class An_event {

        @ParameterizedTest
        @ValueSource(strings = {"\n", "\r", "\r\n"})
        void has_a_name_and_data_whatever_ends_its_lines(String end) throws IOException {
            String body = "event: one\ndata: 1\n\n:comment\ndata: 2\nevent: two\n\n".replace("\n", end);

            assertThat(events(body)).containsExactly("one=1", "two=2");
        }

        @Test
        void may_have_data_of_several_lines() throws IOException {
            assertThat(events("data: a\nid: 7\ndata: b\n: x\nretry: 5\ndata\ndata:c\n\n"))
                    .containsExactly("=a\nb\n\nc");
        }

        @Test
        void loses_one_space_behind_the_colon_and_no_more() throws IOException {
            assertThat(events("data:  a \n\ndata::b\n\n")).containsExactly("= a ", "=:b");
        }

        @Test
        void without_data_is_none_and_gives_its_name_to_nobody() throws IOException {
            assertThat(events("\n\nevent: lost\n\nunknown: x\n\ndata: 1\n\nevent: late\n\n"))
                    .containsExactly("=1");
        }

        @Test
        void may_follow_a_byte_order_mark() throws IOException {
            assertThat(events("\ufeffdata: 1\n\n")).containsExactly("=1");
        }

        @Test
        void is_given_out_although_the_body_ends_in_it() throws IOException {
            assertThat(events("data: 1\n\ndata: 2")).containsExactly("=1", "=2");
            assertThat(events("data: 1\n\ndata: 2\n")).containsExactly("=1", "=2");
        }

        @Test
        void with_a_field_that_only_begins_like_data_is_none() throws IOException {
            assertThat(events("database: 1\n\ndat: 2\n\nDATA: 3\n\n data: 4\n\n"))
                    .isEmpty();
        }

        @Test
        void of_any_length_passes_through() throws IOException {
            String data = "x".repeat(100_000);

            assertThat(events(":" + data + "\nevent:" + data + "\n\ndata: " + data + "\n" + data + ": y\n\n"))
                    .containsExactly("=" + data);
        }

        @Test
        void that_was_not_read_is_passed_over() throws IOException {
            EventStream events = stream("data: 1\ndata: 2\nevent: x\n\ndata: 3\r\n\r\ndata: 4\n\n");

            assertThat(events.next()).isTrue();
            assertThat(events.next()).isTrue();
            assertThat(events.read()).isEqualTo('3');
            assertThat(events.next()).isTrue();
            assertThat(text(events)).isEqualTo("4");
            assertThat(events.next()).isFalse();
            assertThat(events.read()).isEqualTo(-1);
        }

        @Test
        void ends_without_waiting_for_what_follows_it() throws IOException {
            byte[] event = "data: 1\r\n\r".getBytes(StandardCharsets.UTF_8);
            InputStream stalls = new ByteArrayInputStream(event) {
                @Override
                public synchronized int read(byte[] target, int offset, int length) {
                    if (available() == 0) {
                        throw new AssertionError("waits for more");
                    }
                    return super.read(target, offset, length);
                }
            };
            EventStream events = new EventStream(stalls);

            assertThat(events.next()).isTrue();
            assertThat(text(events)).isEqualTo("1");
        }
    }

    @Nested
    class The_last_event {

        @ParameterizedTest
        @ValueSource(strings = {"data: [DONE]\n\n", "data:[DONE]\n", "data: [DONE] \r\n\r\n", "data: [DONE]"})
        void says_done(String body) throws IOException {
            EventStream events = stream(body);

            assertThat(events.next()).isTrue();
            assertThat(events.isDone()).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"data: {\"a\":\"[DONE]\"}\n\n", "data: [DONE\n\n", "data: DONE\n\n", "data: [[DONE]]\n\n"})
        void is_not_taken_for_another(String body) throws IOException {
            EventStream events = stream(body);

            assertThat(events.next()).isTrue();
            assertThat(events.isDone()).isFalse();
        }
    }

    /** The events as name=data, which must be the same byte by byte. */
    private static List<String> events(String body) throws IOException {
        byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
        List<String> whole = all(new EventStream(new ByteArrayInputStream(utf8)));
        assertThat(all(new EventStream(new Trickle(utf8)))).isEqualTo(whole);
        return whole;
    }

    private static List<String> all(EventStream events) throws IOException {
        List<String> all = new ArrayList<>();
        while (events.next()) {
            String data = text(events);
            all.add(events.name() + "=" + data);
        }
        return all;
    }

    private static EventStream stream(String body) {
        return new EventStream(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(EventStream events) throws IOException {
        return new String(events.readAllBytes(), StandardCharsets.UTF_8);
    }
}
