package dev.toolflow.tool;

/** How the images of a chat step's input reach the model. */
public enum ImageTransfer {
    /** In the request itself, as data URLs that are streamed from the store; at most 50 MB of images in one call. */
    DATA_URL,
    /**
     * As links that the provider fetches by itself, for a store that makes links which work from there. The link's signature
     * is valid for up to 15 minutes and is known to the provider.
     */
    LINK
}
