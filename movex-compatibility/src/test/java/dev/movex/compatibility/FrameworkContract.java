package dev.movex.compatibility;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.movex.core.Pattern;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a framework does through Movex, in both patterns that write two databases. After each test both sides are
 * compared row by row, and no statement may have been refused, nor any write have been left to the journal. A pair of
 * databases is a subclass of a framework's contract with its {@code @RealDatabases}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ParameterizedClass(name = "{0}")
@EnumSource(
        value = Pattern.class,
        names = {"SRC_FIRST", "DST_FIRST"})
public abstract class FrameworkContract {
    // without it JUnit asks for a constructor in every subclass
    @Parameter
    @Nullable Pattern pattern;

    private @Nullable Migration migration;

    /** Creates the tables of the framework's application on one side. */
    protected abstract void createTables(Database database) throws SQLException;

    /** Returns the unique keys that stand in for missing primary keys, by the names of tables. */
    protected Map<String, List<String>> declaredKeys(ServerKind source) {
        return Map.of();
    }

    /** Starts the framework on Movex's data source, speaking the dialect of the primary. */
    protected abstract void start(DataSource movex, ServerKind dialect);

    /** Ends the framework. */
    protected void stop() {}

    @BeforeParameterizedClassInvocation
    void open(Pattern entered, DatabasePair pair) throws SQLException {
        createTables(pair.source());
        createTables(pair.target());
        Migration opened = Migration.open(
                pair, entered, declaredKeys(pair.source().server().kind()));
        migration = opened;
        start(opened.dataSource(), opened.primary().server().kind());
    }

    @AfterEach
    void bothSidesAreEqual() throws SQLException {
        migration().requireEqualSides();
    }

    @AfterParameterizedClassInvocation
    void close() {
        try {
            stop();
        } finally {
            if (migration != null) {
                migration.close();
            }
        }
    }

    /**
     * Requires that statements are refused, with Movex's own answer as the framework's cause, where the primary's
     * dialect is one; runs them elsewhere.
     */
    protected final void refusedOn(ServerKind dialect, Executable statements) throws Throwable {
        if (migration().primary().server().kind() != dialect) {
            statements.execute();
            return;
        }
        assertThatThrownBy(statements::execute)
                .rootCause()
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageStartingWith("Movex: refused while two databases are written");
        migration().expectRefusal();
    }

    /** Runs statements on one side, past Movex. */
    protected static void execute(Database database, String... statements) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Runs a script that a library ships for its tables on one side, without what it drops. */
    protected static void executeScript(Database database, String resource) throws SQLException {
        try (InputStream in = Objects.requireNonNull(FrameworkContract.class.getResourceAsStream(resource), resource)) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^\\s*(--|#).*$|(?s:/\\*.*?\\*/)", "");
            for (String statement : script.split(";\\s*(\\R|$)")) {
                String verb = statement.strip().toUpperCase(Locale.ROOT);
                if (!verb.isEmpty() && !verb.startsWith("DROP") && !verb.equals("COMMIT")) {
                    execute(database, statement);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the migration that is under way. */
    final Migration migration() {
        if (migration == null) {
            throw new IllegalStateException("the migration was not opened");
        }
        return migration;
    }
}
