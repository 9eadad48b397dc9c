package dev.movex.testkit.shop;

/** The database answered something that the writer's own acknowledged writes rule out. */
final class Contradiction extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Contradiction(String message) {
        super(message);
    }
}
