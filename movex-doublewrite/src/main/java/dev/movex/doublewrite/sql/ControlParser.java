package dev.movex.doublewrite.sql;

import org.jspecify.annotations.Nullable;

/** Transaction control as text. */
final class ControlParser {
    private ControlParser() {}

    static Classified classify(TokenReader reader) {
        String verb = reader.next().text();
        return switch (verb) {
            case "begin" -> begin(reader, true);
            case "start" -> begin(reader, reader.peek().is("transaction"));
            case "commit", "end" -> ends(reader, new Control.Commit());
            case "rollback", "abort" -> rollback(reader);
            case "savepoint" -> named(reader, reader.next());
            case "release" -> release(reader);
            default -> prepare(reader);
        };
    }

    private static Classified begin(TokenReader reader, boolean valid) {
        if (!valid) {
            return unknown();
        }
        reader.acceptAny("work", "transaction");
        String modes = reader.text(reader.at(), reader.size());
        return Classified.control(new Control.Begin(modes.isEmpty() ? "" : "SET TRANSACTION " + modes, false));
    }

    static Classified ends(TokenReader reader, Control control) {
        reader.acceptAny("work", "transaction");
        if (reader.accept("and") && reader.accept("no")) {
            reader.accept("chain");
        }
        return reader.atEnd() ? Classified.control(control) : unknown();
    }

    static Classified rollback(TokenReader reader) {
        int from = reader.at();
        reader.acceptAny("work", "transaction");
        if (!reader.accept("to")) {
            reader.at(from);
            return ends(reader, new Control.Rollback());
        }
        reader.accept("savepoint");
        String name = name(reader, reader.next());
        return name == null ? unknown() : Classified.control(new Control.RollbackTo(name));
    }

    static Classified named(TokenReader reader, Token token) {
        String name = name(reader, token);
        return name == null ? unknown() : Classified.control(new Control.Savepoint(name));
    }

    static Classified release(TokenReader reader) {
        if (reader.peek().is("savepoint") && reader.size() > reader.at() + 1) {
            reader.next();
        }
        String name = name(reader, reader.next());
        return name == null ? unknown() : Classified.control(new Control.Release(name));
    }

    private static @Nullable String name(TokenReader reader, Token token) {
        return token.isName() && reader.atEnd() ? token.name() : null;
    }

    private static Classified prepare(TokenReader reader) {
        return Classified.denied(
                reader.peek().is("transaction")
                        ? "two-phase commit is not mirrored"
                        : "a statement behind a name can't be seen when it runs");
    }

    static Classified unknown() {
        return Classified.denied("this form of transaction control is not known");
    }
}
