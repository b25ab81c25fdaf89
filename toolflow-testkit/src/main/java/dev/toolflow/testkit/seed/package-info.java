/** What a text stands for when nothing may be left to chance: reproducible random numbers and colours that go together. */
@NullMarked
package dev.toolflow.testkit.seed;

import org.jspecify.annotations.NullMarked;
