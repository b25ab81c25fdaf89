package dev.toolflow.examples;

import dev.toolflow.examples.flow.Looking;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of examples that make pictures. Filled in by picocli, then read only. */
final class PictureOptions {
    @Option(
            names = "--store",
            paramLabel = "STORE",
            description =
                    "A directory or s3://bucket/prefix, with endpoint and credentials from the usual AWS variables, where"
                            + " pictures are kept beside their files. Default: no such place; of avatars: store, in --out.")
    private @Nullable String store;

    @Option(
            names = "--vision-audit",
            description = "Let a chat model look at each picture before it is accepted; costs a call for each.")
    private boolean visionAudit;

    /** The store that was asked for. */
    Optional<StoreAddress> store() {
        return Optional.ofNullable(store).map(text -> StoreAddress.parse("--store", text));
    }

    Looking looking() {
        return visionAudit ? Looking.AUDITED : Looking.UNSEEN;
    }

    /** Those that decide what the flow makes. */
    List<String> command() {
        return visionAudit ? List.of("--vision-audit") : List.of();
    }
}
