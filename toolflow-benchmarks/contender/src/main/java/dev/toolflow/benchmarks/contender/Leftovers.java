package dev.toolflow.benchmarks.contender;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Empties a contender's directory between calls, so that each call does the same work; directories of few letters stay. */
final class Leftovers extends SimpleFileVisitor<Path> {
    /** A name as long is made for one picture, so that it must be made anew for the next. */
    private static final int FOR_ONE_PICTURE = 32;

    private Leftovers() {}

    static void deleteIn(Path directory) throws IOException {
        Files.walkFileTree(directory, new Leftovers());
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        if (String.valueOf(directory.getFileName()).length() >= FOR_ONE_PICTURE) {
            Files.delete(directory);
        }
        return FileVisitResult.CONTINUE;
    }
}
