package dev.toolflow.catalog;

/** What is done about a model that a catalogue does not know. */
public enum UnknownModels {
    /** It is called with what was asked for, unchecked; an engine says so once in its log. */
    WARN,
    /** It is not called: a step that names it is refused. */
    REFUSE
}
