package dev.movex.core.validate;

/** A row as the application's own type, which knows better than its columns whether two of it are equal. */
public interface Entity {
    /** Returns the row's number. */
    long id();

    /** Returns whether the other side's entity is the same to the application. */
    boolean sameAs(Entity other);

    /** Returns the name of the type, for messages. */
    String type();
}
