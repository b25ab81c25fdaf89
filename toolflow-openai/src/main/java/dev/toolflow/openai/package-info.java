/** Calls OpenAI, or a server that speaks its protocol, for the engine: chat, image generations and image edits. */
@NullMarked
package dev.toolflow.openai;

import org.jspecify.annotations.NullMarked;
