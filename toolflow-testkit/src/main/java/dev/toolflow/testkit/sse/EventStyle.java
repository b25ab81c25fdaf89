package dev.toolflow.testkit.sse;

/**
 * A spelling of server-sent events that is allowed but unusual, so that a reader made for OpenAI's own spelling stumbles.
 * Source: WHATWG HTML, "Server-sent events", parsing an event stream.
 */
public enum EventStyle {
    /** Lines end with CR and LF. */
    CRLF,
    /** Lines end with CR alone. */
    CR,
    /** A byte order mark comes first. */
    BOM,
    /** A comment and an empty line, as proxies send them to keep a connection alive, come before each event. */
    COMMENTS,
    /** No space stands after the colons. */
    NO_SPACE,
    /** Fields that readers have to skip or may use, {@code id} and {@code retry}, stand in each event. */
    OTHER_FIELDS,
    /** Each byte is a write and a chunk of its own; slow, so for small pictures. */
    BYTE_BY_BYTE
}
