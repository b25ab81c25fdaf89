/** What image models take and cost, and checks of image calls against it before they are paid for. */
@NullMarked
package dev.toolflow.catalog;

import org.jspecify.annotations.NullMarked;
