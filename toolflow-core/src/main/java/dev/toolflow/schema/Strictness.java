package dev.toolflow.schema;

/** How much is asked of JSON beyond its shape. */
enum Strictness {
    /** What a model answers: null only where the type says so. */
    STRICT,
    /** What a program passes on: null may stand anywhere, so whatever was written can be read again. */
    PLAIN
}
