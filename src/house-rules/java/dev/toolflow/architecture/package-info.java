/** The rules of the design that every module's tests hold it to; compiled into each module's tests, published in none. */
@NullMarked
package dev.toolflow.architecture;

import org.jspecify.annotations.NullMarked;
