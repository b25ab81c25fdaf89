package dev.toolflow;

/** What an engine does about a run of a tenant that it was told nothing of, or of nobody in particular. */
public enum UnknownTenants {
    /** It is run without special settings. */
    ADMIT,
    /** It is refused with a {@link RejectedRunException}. */
    REFUSE
}
