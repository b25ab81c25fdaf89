/** Makes up the reply of a chat model: arguments that fit a tool's schema and read like a person wrote them. */
@NullMarked
package dev.toolflow.testkit.answer;

import org.jspecify.annotations.NullMarked;
