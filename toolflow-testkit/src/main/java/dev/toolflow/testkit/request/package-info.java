/** Reads what a client sent and refuses it where OpenAI would. */
@NullMarked
package dev.toolflow.testkit.request;

import org.jspecify.annotations.NullMarked;
