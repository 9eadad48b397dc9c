package dev.movex.core.plan;

import java.util.List;

/** Tells which different types of one dialect hold the same values in the same text. */
final class TypePairs {
    private static final List<String> INTEGERS = List.of("int2", "int4", "int8");

    private TypePairs() {}

    /** Returns whether every value of the source that fits has the same text on the target. */
    static boolean convertible(Column source, Column target) {
        if (source.kind() != target.kind()) {
            return false;
        }
        return switch (source.kind()) {
            case INTEGER -> INTEGERS.indexOf(target.typeName()) >= INTEGERS.indexOf(source.typeName());
            case TEXT, ENUM -> true;
            default -> false;
        };
    }
}
