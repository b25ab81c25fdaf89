package dev.toolflow.examples.report;

import org.jspecify.annotations.Nullable;

/**
 * A picture that lies beside its page. Immutable.
 *
 * @param file relative to the page
 * @param caption what it shows
 * @param thumbnail a data URI, or null
 */
public record Shot(String file, String caption, @Nullable String thumbnail) {}
