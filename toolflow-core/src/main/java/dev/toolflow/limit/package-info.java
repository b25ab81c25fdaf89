/** How fast an engine may call, and when it stops calling a model that fails. */
@NullMarked
package dev.toolflow.limit;

import org.jspecify.annotations.NullMarked;
