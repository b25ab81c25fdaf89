package dev.toolflow.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.toolflow.store.ImageStore;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the picture for an edit comes from: the engine's {@link ImageStore} or a file of the user's. Never a URL.
 * Immutable. As JSON {@code {"kind":"stored","image":{…}}} or {@code {"kind":"file","file":"logo.png"}}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImageSource.Stored.class, name = "stored"),
    @JsonSubTypes.Type(value = ImageSource.OfFile.class, name = "file")
})
public sealed interface ImageSource permits ImageSource.Stored, ImageSource.OfFile {

    /** Returns the source of a picture that an earlier step made, or that was ingested. */
    static ImageSource of(GeneratedImage image) {
        return new Stored(image);
    }

    /** Returns the source of a picture on this machine; it is opened when the call is made, not now. */
    static ImageSource of(Path file) {
        return new OfFile(file);
    }

    /**
     * A picture in the engine's store.
     *
     * @param image its reference
     */
    record Stored(GeneratedImage image) implements ImageSource {
        public Stored {
            Objects.requireNonNull(image, "image");
        }
    }

    /**
     * A picture in a file of the user's. A relative path is one of the working directory, also when a run is resumed.
     *
     * @param file the path as given
     */
    record OfFile(
            @JsonSerialize(using = ToStringSerializer.class) Path file) implements ImageSource {
        public OfFile {
            Objects.requireNonNull(file, "file");
        }

        @JsonCreator
        static OfFile fromJson(@JsonProperty(value = "file", required = true) String file) {
            return new OfFile(Path.of(file));
        }
    }
}
