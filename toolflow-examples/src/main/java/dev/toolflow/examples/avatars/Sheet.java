package dev.toolflow.examples.avatars;

import dev.toolflow.image.GeneratedImage;

/** A contact sheet, what its photos show, and how many of them are wanted. */
record Sheet(GeneratedImage image, Scenes scenes, int wanted) {}
