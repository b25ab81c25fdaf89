package dev.toolflow.examples;

/**
 * A line of what was made, for the terminal.
 *
 * @param label a word
 * @param text what there is to say
 */
record Highlight(String label, String text) {}
