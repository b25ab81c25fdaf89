package dev.toolflow.image;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the picture for an edit comes from: the engine's {@link dev.toolflow.store.ImageStore}, a file of the user's or a stream. Never a
 * URL. Immutable. As JSON {@code {"kind":"stored","image":{…}}}, {@code {"kind":"file","file":"logo.png"}} or
 * {@code {"kind":"stream","name":"logo"}}, of which the last cannot be read again.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ImageSource.Stored.class, name = "stored"),
    @JsonSubTypes.Type(value = ImageSource.OfFile.class, name = "file"),
    @JsonSubTypes.Type(value = ImageSource.OfStream.class, name = "stream")
})
public sealed interface ImageSource {

    /** Returns the source of a picture that an earlier step made, or that was ingested. */
    static ImageSource of(GeneratedImage image) {
        return new Stored(image);
    }

    /** Returns the source of a picture on this machine; it is opened when the call is made, not now. */
    static ImageSource of(Path file) {
        return new OfFile(file);
    }

    /**
     * Returns the source of a picture that comes as a stream, such as one in a database. It is received into a file and
     * checked before it is sent, in constant memory.
     *
     * @param name what messages and JSON call it, such as {@code logo}; it is not sent
     * @param opener opens it anew for each call
     * @throws IllegalArgumentException if the name is blank, longer than 100 characters, or has control characters
     */
    static ImageSource of(String name, StreamOpener opener) {
        return new OfStream(name, opener);
    }

    /** Opens a picture's bytes from their start, each time anew; who opens, closes. Called on any thread. */
    @FunctionalInterface
    interface StreamOpener {
        /**
         * Returns the bytes from their start.
         *
         * @throws IOException if it cannot be opened; then the step fails, and nothing is sent
         */
        InputStream open() throws IOException;
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

    /**
     * A picture that comes as a stream. A run that is resumed from its JSON cannot open it.
     *
     * @param name what messages and JSON call it
     * @param opener opens it anew for each call
     */
    record OfStream(String name, @JsonIgnore StreamOpener opener) implements ImageSource {
        private static final int LONGEST_NAME = 100;

        public OfStream {
            Objects.requireNonNull(opener, "opener");
            boolean printable = name.chars().noneMatch(Character::isISOControl);
            if (name.isBlank() || name.length() > LONGEST_NAME || !printable) {
                throw new IllegalArgumentException("ImageSource.name: must have 1 to " + LONGEST_NAME
                        + " characters, not blank, no control characters");
            }
        }

        @JsonCreator
        @SuppressWarnings("DoNotCallSuggester") // Jackson calls it, and its message is what the user reads.
        static OfStream fromJson(@JsonProperty("name") String name) {
            throw new IllegalArgumentException(
                    "a picture given as a stream cannot be read from JSON; ingest it into the"
                            + " image store first and give its GeneratedImage");
        }

        @Override
        public String toString() {
            return "OfStream[" + name + "]";
        }
    }
}
