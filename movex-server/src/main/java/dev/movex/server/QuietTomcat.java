package dev.movex.server;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Tomcat tells by java.util.logging, and on standard error, that it starts and ends; nobody has asked. */
final class QuietTomcat {
    /** Held on to, since the log manager forgets the level of a logger that nobody holds. */
    private static final List<Logger> LOGGERS = List.of(
            Logger.getLogger("org.apache.catalina"),
            Logger.getLogger("org.apache.coyote"),
            Logger.getLogger("org.apache.tomcat"));

    private QuietTomcat() {}

    static void quiet() {
        for (Logger logger : LOGGERS) {
            if (logger.getLevel() == null) {
                logger.setLevel(Level.WARNING);
            }
        }
    }
}
