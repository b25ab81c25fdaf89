/** Turns a Java type into the strict JSON schema that OpenAI takes, and JSON of that schema back into the type. */
@NullMarked
package dev.toolflow.schema;

import org.jspecify.annotations.NullMarked;
