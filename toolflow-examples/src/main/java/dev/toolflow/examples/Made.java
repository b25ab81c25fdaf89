package dev.toolflow.examples;

import dev.toolflow.ToolFlowResult;
import dev.toolflow.examples.report.Pictures;
import dev.toolflow.examples.report.Thumbnails;

/**
 * What a run made.
 *
 * @param result the run
 * @param pictures its pictures, by their file names
 * @param thumbnails small copies of them
 * @param <O> what the run makes
 */
record Made<O>(ToolFlowResult<O> result, Pictures pictures, Thumbnails thumbnails) {}
