package dev.toolflow.benchmarks.contender;

/** Makes a contender's client. */
@FunctionalInterface
public interface ChatClients {

    /**
     * Makes a client.
     *
     * @param baseUrl where the API is, with its version
     */
    ChatClient open(String baseUrl) throws Exception;
}
