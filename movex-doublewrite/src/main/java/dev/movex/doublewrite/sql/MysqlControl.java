package dev.movex.doublewrite.sql;

/** Transaction control as text, as MySQL and MariaDB read it. */
final class MysqlControl {
    private MysqlControl() {}

    static Classified classify(TokenReader reader) {
        String verb = reader.next().text();
        return switch (verb) {
            case "begin" -> {
                reader.accept("work");
                yield reader.atEnd() ? begin("") : ControlParser.unknown();
            }
            case "start" -> start(reader);
            case "commit" -> commit(reader);
            case "rollback" -> rollback(reader);
            case "savepoint" -> ControlParser.named(reader, reader.next());
            default -> reader.peek().is("savepoint") ? ControlParser.release(reader) : ControlParser.unknown();
        };
    }

    private static Classified begin(String run) {
        return Classified.control(new Control.Begin(run, true));
    }

    private static Classified start(TokenReader reader) {
        if (!reader.accept("transaction")) {
            return Classified.denied("replication is not for an application to start");
        }
        String modes = reader.text(reader.at(), reader.size());
        return begin(modes.isEmpty() ? "" : "START TRANSACTION " + modes);
    }

    private static Classified commit(TokenReader reader) {
        return withoutRelease(reader) ? ControlParser.ends(reader, new Control.Commit()) : ControlParser.unknown();
    }

    private static Classified rollback(TokenReader reader) {
        return withoutRelease(reader) ? ControlParser.rollback(reader) : ControlParser.unknown();
    }

    private static boolean withoutRelease(TokenReader reader) {
        return reader.find(reader.at(), "release") < 0;
    }
}
