/** What users wrote, made fit for prompts and for file names; and amounts, made fit to be read. */
@NullMarked
package dev.toolflow.examples.text;

import org.jspecify.annotations.NullMarked;
