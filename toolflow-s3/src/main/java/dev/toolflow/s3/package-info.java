/** Keeps pictures on Amazon S3 or any storage that speaks its protocol. */
@NullMarked
package dev.toolflow.s3;

import org.jspecify.annotations.NullMarked;
