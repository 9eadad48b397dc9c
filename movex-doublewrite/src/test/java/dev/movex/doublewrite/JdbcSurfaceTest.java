package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.movex.core.Pattern;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import javax.sql.XADataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Every method of every interface of JDBC that an application can get hold of, called on real servers while two
 * databases are written, does what the table {@code jdbc-surface.txt} says. A method that a newer JDK adds is not in the
 * table and fails the test until somebody has decided what it does. Run with {@code -Dmovex.surface=file} to write what
 * is observed.
 */
@RealPostgres
class JdbcSurfaceTest {
    private static final String OBJECT = "an object";
    private static final String[] CLEAR = {"DELETE FROM t", "DELETE FROM v WHERE id > 1"};
    private static final Map<Class<?>, Dispatch<?>> DISPATCHES = Map.of(
            Connection.class, ConnectionBehaviour.DISPATCH,
            Statement.class, StatementBehaviour.DISPATCH,
            PreparedStatement.class, PreparedBehaviour.DISPATCH,
            CallableStatement.class, CallableBehaviour.DISPATCH,
            ResultSet.class, ResultSetBehaviour.DISPATCH,
            DatabaseMetaData.class, MetaDataBehaviour.DISPATCH);

    private HikariDataSource src;
    private HikariDataSource dst;

    @BeforeEach
    void openPools(DatabasePair pair) {
        src = Rig.pool(pair.src(), 4);
        dst = Rig.pool(pair.dst(), 4);
    }

    @AfterEach
    void closePools() {
        src.close();
        dst.close();
    }

    @Test
    void everyMethodDoesWhatTheTableSays(DatabasePair pair) throws Exception {
        Map<String, String> observed = new TreeMap<>();
        try (Rig rig = Rig.open(
                pair, DoubleWriteConfig.of("m1").withAck(Ack.BOTH), Steps.NONE, src, dst, SurfaceObjects.DDL)) {
            Rig.execute(pair.src(), SurfaceObjects.ROW);
            Rig.execute(pair.dst(), SurfaceObjects.ROW);
            rig.enter(Pattern.SRC_FIRST);
            for (Class<?> type : SurfaceObjects.INTERFACES) {
                for (Method method : type.getMethods()) {
                    try {
                        observed.put(name(type, method), outcome(type, method, rig));
                    } catch (SQLException e) {
                        throw new AssertionError(name(type, method), e);
                    }
                }
            }
        }
        String file = System.getProperty("movex.surface");
        if (file != null) {
            Files.writeString(Path.of(file), written(observed));
        }
        assertThat(observed).isEqualTo(table());
    }

    @Test
    void distributedTransactionsAndPooledConnectionsAreRefusedClearly(DatabasePair pair) throws SQLException {
        try (Rig rig = Rig.open(pair, SurfaceObjects.DDL)) {
            assertThatThrownBy(() -> rig.movex().unwrap(XADataSource.class))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("two-phase");
            assertThatThrownBy(() -> rig.movex().unwrap(ConnectionPoolDataSource.class))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("pool");
            assertThat(rig.movex().isWrapperFor(XADataSource.class)).isFalse();
        }
    }

    private static String name(Class<?> type, Method method) {
        return type.getSimpleName() + "." + method.getName()
                + Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(",", "(", ")"));
    }

    private String outcome(Class<?> type, Method method, Rig rig) throws Exception {
        String expected = call(type, method, src, false);
        Rig.execute(src, CLEAR);
        String actual = call(type, method, rig.movex(), true);
        boolean arrived = !Rig.rows(dst, "SELECT id FROM t UNION ALL SELECT id FROM v WHERE id > 1")
                .isEmpty();
        if (arrived) {
            String all = "SELECT id::text, a FROM t UNION ALL SELECT id::text, v::text FROM v ORDER BY 1, 2";
            assertThat(Rig.rows(dst, all)).as(name(type, method)).isEqualTo(Rig.rows(src, all));
        }
        Rig.execute(src, CLEAR);
        Rig.execute(dst, CLEAR);
        if (actual.equals("denied") || (actual.equals("unsupported") && expected.equals("unsupported"))) {
            return actual;
        }
        if (arrived) {
            return "mirrors";
        }
        if (own(type, method)) {
            return "session";
        }
        if (!actual.equals(expected)) {
            return "differs: " + actual + " instead of " + expected;
        }
        return "primary";
    }

    private static boolean own(Class<?> type, Method method) {
        Dispatch<?> dispatch = DISPATCHES.get(type);
        boolean own = type == DataSource.class || (dispatch != null && dispatch.standsIn(method));
        boolean kept = Statement.class.isAssignableFrom(type)
                && (method.getName().startsWith("set") || method.getName().equals("registerOutParameter"));
        boolean made = type == Connection.class
                && (method.getName().startsWith("prepare") || method.getName().equals("createStatement"));
        return own || kept || made;
    }

    private static String call(Class<?> type, Method method, DataSource source, boolean movex) throws Exception {
        Connection connection = source.getConnection();
        try {
            connection.setAutoCommit(false);
            Object target = SurfaceObjects.open(type, method, source, connection);
            @Nullable Object[] args = SurfaceArguments.of(method, connection);
            if (type == Connection.class && List.of("commit", "setAutoCommit").contains(method.getName())) {
                Rig.execute(connection, SurfaceArguments.WRITE);
                args = args.length == 1 ? new Object[] {true} : args;
            }
            String answer = answer(method, target, args);
            // savepoints are numbered by their connection
            answer = type == Savepoint.class && answer.matches("[0-9]+") ? OBJECT : answer;
            return movex ? finish(method, target, connection, answer) : answer;
        } finally {
            close(connection);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // aborted
        }
    }

    /** Runs what was set, and commits. */
    private static String finish(Method method, Object target, Connection connection, String answer)
            throws SQLException {
        if (connection.isClosed() || connection.getAutoCommit()) {
            return answer;
        }
        boolean setter = method.getDeclaringClass() == PreparedStatement.class
                && method.getName().startsWith("set")
                && !(target instanceof CallableStatement);
        try {
            if (setter) {
                ((PreparedStatement) target).executeUpdate();
            }
            connection.commit();
            return answer;
        } catch (SQLException e) {
            // the pool has closed the connection, so that it can't be rolled back
            return setter ? failure(e) : answer;
        }
    }

    private static String answer(Method method, Object target, @Nullable Object[] args) throws Exception {
        try {
            return described(method.invoke(target, args));
        } catch (InvocationTargetException e) {
            return failure(Objects.requireNonNull(e.getCause()));
        }
    }

    private static String failure(Throwable cause) {
        if (String.valueOf(cause.getMessage()).startsWith("Movex")) {
            return "denied";
        }
        String state = cause instanceof SQLException sql ? String.valueOf(sql.getSQLState()) : "";
        boolean unsupported = cause instanceof SQLFeatureNotSupportedException || state.equals("0A000");
        return unsupported ? "unsupported" : cause.getClass().getSimpleName() + state;
    }

    private static String described(@Nullable Object answer) {
        if (answer == null) {
            return "null";
        }
        if (answer.getClass().isArray()) {
            return answer.getClass().getSimpleName();
        }
        String text = String.valueOf(answer);
        boolean scalar = answer instanceof Number || answer instanceof Boolean || answer instanceof String;
        return scalar ? text : OBJECT;
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> table = new TreeMap<>();
        try (InputStream in = JdbcSurfaceTest.class.getResourceAsStream("/jdbc-surface.txt")) {
            String[] lines = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).split("\n");
            String outcome = "";
            for (String line : lines) {
                if (line.endsWith(":")) {
                    outcome = line.substring(0, line.length() - 1);
                } else if (line.startsWith("  ")) {
                    table.put(line.trim(), outcome.substring(outcome.indexOf(' ') + 1));
                }
            }
        }
        return table;
    }

    private static String written(Map<String, String> observed) {
        StringBuilder text = new StringBuilder();
        Map<String, List<String>> groups = observed.keySet().stream()
                .collect(Collectors.groupingBy(
                        k -> k.substring(0, k.indexOf('.')) + " " + observed.get(k),
                        TreeMap::new,
                        Collectors.toList()));
        groups.forEach((group, names) -> {
            text.append(group).append(":\n");
            names.forEach(n -> text.append("  ").append(n).append('\n'));
        });
        return text.toString();
    }
}
