/** Takes the place of OpenAI in unit tests. */
@NullMarked
package dev.toolflow.testing;

import org.jspecify.annotations.NullMarked;
