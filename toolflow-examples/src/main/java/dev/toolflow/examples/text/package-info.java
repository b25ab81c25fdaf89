/** What users wrote, made fit for prompts and for file names. */
@NullMarked
package dev.toolflow.examples.text;

import org.jspecify.annotations.NullMarked;
