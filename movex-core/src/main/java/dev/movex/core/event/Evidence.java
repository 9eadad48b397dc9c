package dev.movex.core.event;

/** A record of work that was done, from which gates decide. */
public interface Evidence {
    /** Returns the kind of work, for example {@code full}. */
    String evidenceKind();

    /** Returns what tells this record from others of its kind. */
    String evidenceId();
}
