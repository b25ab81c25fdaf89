/** A fake OpenAI server on loopback for integration tests: it validates, answers, draws, fails when told to, and remembers. */
@NullMarked
package dev.toolflow.testkit;

import org.jspecify.annotations.NullMarked;
