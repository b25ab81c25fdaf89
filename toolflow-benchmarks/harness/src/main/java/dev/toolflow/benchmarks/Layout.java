package dev.toolflow.benchmarks;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where things lie.
 *
 * @param built the directory with this program and the contenders' class paths
 * @param work where pictures are received
 */
record Layout(Path built, Path work) {

    static Path ownJar() {
        try {
            return Path.of(Layout.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("this program lies nowhere", e);
        }
    }

    static Layout standard() {
        Path built = Objects.requireNonNull(ownJar().toAbsolutePath().getParent(), "the directory of this program");
        return new Layout(built, built.resolve("work"));
    }

    Layout in(Path other) {
        return new Layout(built, other);
    }

    String classPath(Contender contender) {
        return built.resolve("contenders").resolve(contender.classPath()) + "/*";
    }

    Path pictures() {
        return built.resolve("pictures");
    }

    Path log(String name) {
        return made(built.resolve("logs")).resolve(name + ".log");
    }

    Path temporary() {
        return made(work.resolve("tmp"));
    }

    private static Path made(Path directory) {
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot make " + directory, e);
        }
    }
}
