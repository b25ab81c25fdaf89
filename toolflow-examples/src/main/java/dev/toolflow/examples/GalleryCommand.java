package dev.toolflow.examples;

import dev.toolflow.examples.gallery.GalleryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command {@code gallery}. */
@Command(
        name = "gallery",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        description = {
            "Serves a store of pictures as a page on this machine, until Ctrl-C.",
            "Only this machine can see it, and nothing can be changed."
        })
final class GalleryCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65_535;

    private final Shell shell;

    @Parameters(
            paramLabel = "STORE",
            description =
                    "A store: s3://bucket/prefix, a directory such as out/team/store, or a directory with one in it, such as"
                            + " out/team or what was given to --durable.")
    @SuppressWarnings("NullAway.Init")
    private String store;

    @Option(names = "--port", paramLabel = "PORT", defaultValue = "0", description = "Default: any that is free.")
    private int port;

    GalleryCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw new BadInputException("--port: must be from 0 to " + HIGHEST_PORT + ", was " + port);
        }
        String address = directory(store);
        try (GalleryServer server =
                GalleryServer.start(StoreAddress.parse("STORE", address).openToRead(shell), address, port)) {
            shell.terminal().print(address + " is shown at " + server.address() + " - Ctrl-C ends it");
            new CountDownLatch(1).await();
            return ExitCode.DONE;
        } catch (IOException e) {
            throw new BadInputException(
                    "--port: " + port + " cannot be used (taken?); choose another, or leave it out");
        }
    }

    /** Where {@code avatars} was told no store, it made one within its own directory; so do runs that are kept. */
    static String directory(String given) {
        if (given.startsWith("s3://")) {
            return given;
        }
        if (!Files.isDirectory(Path.of(given))) {
            throw new BadInputException("STORE: " + given + " is no directory; name one that --store was given");
        }
        boolean keepsRuns = Files.isRegularFile(Path.of(given, RunStoreAddress.FILE));
        Path inner = Path.of(given, keepsRuns ? RunStoreAddress.PICTURES : AvatarLibrary.STORE);
        Path store = Files.isDirectory(inner) ? inner : Path.of(given);
        if (!isStore(store)) {
            throw new BadInputException("STORE: " + given
                    + (keepsRuns
                            ? " keeps runs, and no picture of theirs yet; look at the runs with runs list --store "
                                    + given
                            : " has files, but none of a store; name a directory that was given to --store or"
                                    + " --durable, or to --out of avatars"));
        }
        return store.toString();
    }

    /** One that nothing was put into yet is empty. */
    private static boolean isStore(Path directory) {
        if (Stream.of("records", "sha256").anyMatch(inner -> Files.isDirectory(directory.resolve(inner)))) {
            return true;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new BadInputException("STORE: " + directory + " cannot be read; check its permissions");
        }
    }
}
