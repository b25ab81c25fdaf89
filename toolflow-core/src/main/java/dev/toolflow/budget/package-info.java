/** Prices, what calls cost by them, and budgets that bound what they may cost. */
@NullMarked
package dev.toolflow.budget;

import org.jspecify.annotations.NullMarked;
