/** The contract of one model call: the service, what it is asked, what it answers, and how it fails. */
@NullMarked
package dev.toolflow.tool;

import org.jspecify.annotations.NullMarked;
