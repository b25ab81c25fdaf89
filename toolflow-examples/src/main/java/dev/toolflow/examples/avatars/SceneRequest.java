package dev.toolflow.examples.avatars;

import org.jspecify.annotations.Nullable;

/**
 * What the chat model is told of a persona. Immutable.
 *
 * @param gender as they would say it, or null
 * @param bio who they are
 */
public record SceneRequest(@Nullable String gender, String bio) {}
