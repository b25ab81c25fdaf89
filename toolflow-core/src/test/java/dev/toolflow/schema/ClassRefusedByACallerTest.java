package dev.toolflow.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassRefusedByACallerTest {
    record Picture(String sha256) {}

    record Page(List<Picture> pictures, Samples.Mood mood) {}

    @Test
    void the_message_names_where_it_is() {
        assertThatThrownBy(() -> JsonType.of(Page.class).refusing(Picture.class, "take it from an image step"))
                .isInstanceOf(SchemaException.class)
                .hasMessage("Page.pictures[]:"
                        + " dev.toolflow.schema.ClassRefusedByACallerTest$Picture is"
                        + " refused here; take it from an image step");
    }

    @Test
    void a_type_without_it_passes() {
        JsonType<RefusedTypesTest.Palette> none = JsonType.plain(RefusedTypesTest.Palette.class);
        assertThat(JsonType.of(Samples.Palette.class).refusing(Picture.class, "…"))
                .isSameAs(JsonType.of(Samples.Palette.class));
        assertThatIllegalStateException().isThrownBy(() -> none.refusing(Picture.class, "…"));
    }
}
