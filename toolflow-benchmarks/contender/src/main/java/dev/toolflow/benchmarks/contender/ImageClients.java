package dev.toolflow.benchmarks.contender;

import java.nio.file.Path;

/** Makes a contender's client. */
@FunctionalInterface
public interface ImageClients {

    /**
     * Makes a client.
     *
     * @param baseUrl where the API is, with its version
     * @param directory where pictures go; it exists
     */
    ImageClient open(String baseUrl, Path directory) throws Exception;
}
