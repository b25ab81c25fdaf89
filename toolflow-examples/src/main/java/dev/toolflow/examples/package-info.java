/** The command line behind the README's first commands: runs example flows and writes their files. */
@NullMarked
package dev.toolflow.examples;

import org.jspecify.annotations.NullMarked;
