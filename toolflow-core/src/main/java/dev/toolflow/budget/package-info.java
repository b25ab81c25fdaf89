/** Prices, and what calls cost by them. */
@NullMarked
package dev.toolflow.budget;

import org.jspecify.annotations.NullMarked;
