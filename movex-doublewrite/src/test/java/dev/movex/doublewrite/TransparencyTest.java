package dev.movex.doublewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Pattern;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.RealPostgres;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every method without arguments answers as the driver does, in every pattern. */
@RealPostgres
class TransparencyTest {
    private static final Set<String> ENDS = Set.of("close", "hashCode", "toString", "notify", "wait", "getClass");

    /** Answers that are better than the driver's, or about something else. */
    private static final Set<String> OWN = Set.of(
            "Connection.isClosed",
            "DatabaseMetaData.getConnection",
            "DatabaseMetaData.getURL",
            "DatabaseMetaData.getCatalogs",
            "DatabaseMetaData.getSchemas",
            "DatabaseMetaData.getUserName");

    @ParameterizedTest
    @EnumSource(Pattern.class)
    void methodsWithoutArguments(Pattern pattern, DatabasePair pair) throws Exception {
        try (Rig rig = Rig.open(pair, "CREATE TABLE t (id bigint PRIMARY KEY, a text)")) {
            rig.enter(pattern);
            Rig.execute(pair.src(), "INSERT INTO t VALUES (1, 'a')");
            Rig.execute(pair.dst(), "INSERT INTO t VALUES (1, 'a')");
            DataSource plain = pair.of(pattern.primary()).dataSource();
            for (boolean autoCommit : List.of(true, false)) {
                assertThat(answers(rig.movex(), autoCommit)).isEqualTo(answers(plain, autoCommit));
            }
            assertThat(rig.movex().member().openTransactions()).isEmpty();
        }
    }

    private static Map<String, String> answers(DataSource source, boolean autoCommit) throws Exception {
        Map<String, String> answers = new TreeMap<>();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(autoCommit);
            ask(Connection.class, connection, answers);
            ask(DatabaseMetaData.class, connection.getMetaData(), answers);
            Statement statement = connection.createStatement();
            ask(Statement.class, statement, answers);
            ResultSet rows = statement.executeQuery("SELECT id, a FROM t");
            ask(ResultSetMetaData.class, rows.getMetaData(), answers);
            rows.next();
            ask(ResultSet.class, rows, answers);
            statement.close();
            PreparedStatement prepared = connection.prepareStatement("SELECT id FROM t WHERE a = ?");
            prepared.setString(1, "a");
            ask(PreparedStatement.class, prepared, answers);
            if (!autoCommit) {
                connection.rollback();
            }
        }
        OWN.forEach(answers::remove);
        return answers;
    }

    private static void ask(Class<?> type, Object target, Map<String, String> answers) throws Exception {
        List<Method> methods = Arrays.stream(type.getMethods())
                .filter(m -> m.getParameterCount() == 0 && !ENDS.contains(m.getName()))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        for (Method method : methods) {
            answers.put(type.getSimpleName() + "." + method.getName(), answer(method, target));
        }
    }

    private static String answer(Method method, Object target) throws Exception {
        try {
            Object answer = method.invoke(target);
            boolean object = answer instanceof ResultSet
                    || answer instanceof Connection
                    || answer instanceof Statement
                    || answer instanceof DatabaseMetaData
                    || answer instanceof ResultSetMetaData
                    || answer instanceof Savepoint;
            if (object || (answer != null && answer.toString().contains("@"))) {
                return "an object";
            }
            return answer instanceof int[] counts ? Arrays.toString(counts) : String.valueOf(answer);
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof SQLException ? "SQLException" : String.valueOf(e.getCause());
        }
    }
}
