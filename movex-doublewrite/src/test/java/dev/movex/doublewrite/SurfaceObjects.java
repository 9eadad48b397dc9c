package dev.movex.doublewrite;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Objects of each interface of JDBC that an application can get hold of, and a table with a column for each type. */
final class SurfaceObjects {
    static final String[] DDL = {
        "CREATE TABLE t (id int PRIMARY KEY, a text)",
        "CREATE TABLE v (id int PRIMARY KEY, c_text text, c_bool boolean, c_int int, c_float float8, c_num numeric,"
                + " c_bytes bytea, c_date date, c_time time, c_ts timestamp, c_array int[], c_xml xml, c_lob oid)"
    };
    static final String ROW = "INSERT INTO v VALUES (1, 'x', true, 1, 1.5, 1.5, '\\x01', '2024-02-29', '10:11:12',"
            + " '2024-02-29 10:11:12', '{1,2}', '<a/>', lo_from_bytea(900001, '\\x0102'))";
    static final List<Class<?>> INTERFACES = List.of(
            DataSource.class,
            Connection.class,
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            ResultSet.class,
            ResultSetMetaData.class,
            ParameterMetaData.class,
            DatabaseMetaData.class,
            Savepoint.class,
            Array.class,
            Blob.class,
            Clob.class,
            SQLXML.class);
    private static final Map<Class<?>, String> COLUMNS = Map.ofEntries(
            Map.entry(boolean.class, "c_bool"),
            Map.entry(byte.class, "c_int"),
            Map.entry(short.class, "c_int"),
            Map.entry(int.class, "c_int"),
            Map.entry(long.class, "c_int"),
            Map.entry(float.class, "c_float"),
            Map.entry(double.class, "c_float"),
            Map.entry(BigDecimal.class, "c_num"),
            Map.entry(byte[].class, "c_bytes"),
            Map.entry(Date.class, "c_date"),
            Map.entry(Time.class, "c_time"),
            Map.entry(Timestamp.class, "c_ts"),
            Map.entry(Array.class, "c_array"),
            Map.entry(SQLXML.class, "c_xml"),
            Map.entry(Blob.class, "c_lob"),
            Map.entry(Clob.class, "c_lob"));

    private SurfaceObjects() {}

    /** Returns the column whose type a getter or setter is about. */
    static String column(Method method) {
        boolean getter = method.getReturnType() != void.class;
        Class<?> type = getter ? method.getReturnType() : lastOfInterest(method);
        if (type == InputStream.class) {
            boolean lob = method.getName().endsWith("lob");
            return lob ? "c_lob" : method.getName().contains("Binary") ? "c_bytes" : "c_text";
        }
        if (method.getName().equals("setNull")) {
            return "c_text";
        }
        return method.getName().endsWith("lob") ? "c_lob" : COLUMNS.getOrDefault(type, "c_text");
    }

    private static Class<?> lastOfInterest(Method method) {
        return method.getParameterCount() < 2 ? String.class : method.getParameterTypes()[1];
    }

    static int columnIndex(Method method) {
        return List.of(
                                "id", "c_text", "c_bool", "c_int", "c_float", "c_num", "c_bytes", "c_date", "c_time",
                                "c_ts", "c_array", "c_xml", "c_lob")
                        .indexOf(column(method))
                + 1;
    }

    /** Returns an object of the method's interface that is ready for a call of it. */
    static Object open(Class<?> type, Method method, DataSource source, Connection connection) throws SQLException {
        if (type == DataSource.class) {
            return source;
        }
        if (type == Connection.class) {
            return connection;
        }
        if (type == Statement.class) {
            return statement(connection, method);
        }
        if (type == PreparedStatement.class) {
            return prepared(connection, method);
        }
        if (type == CallableStatement.class) {
            return connection.prepareCall("{? = call abs(?)}");
        }
        if (type == ParameterMetaData.class) {
            return connection.prepareStatement("SELECT * FROM v WHERE id = ?").getParameterMetaData();
        }
        if (type == DatabaseMetaData.class) {
            return connection.getMetaData();
        }
        if (type == Savepoint.class) {
            return method.getName().equals("getSavepointName")
                    ? connection.setSavepoint("mark")
                    : connection.setSavepoint();
        }
        return ofRow(type, connection);
    }

    private static Statement statement(Connection connection, Method method) throws SQLException {
        Statement statement = connection.createStatement();
        if (method.getName().endsWith("Batch") && method.getParameterCount() == 0) {
            statement.addBatch(SurfaceArguments.WRITE);
        }
        return statement;
    }

    private static PreparedStatement prepared(Connection connection, Method method) throws SQLException {
        String name = method.getName();
        if (name.startsWith("set") && method.getDeclaringClass() == PreparedStatement.class) {
            PreparedStatement setter =
                    connection.prepareStatement("INSERT INTO v (id, " + column(method) + ") VALUES (?, ?)");
            setter.setInt(1, 9);
            return setter;
        }
        String returning = name.equals("executeQuery") ? " RETURNING id" : "";
        PreparedStatement write = connection.prepareStatement("INSERT INTO t (id, a) VALUES (?, ?)" + returning);
        write.setInt(1, 7);
        write.setString(2, "x");
        if (name.startsWith("execute") && name.endsWith("Batch")) {
            write.addBatch();
        }
        return write;
    }

    private static Object ofRow(Class<?> type, Connection connection) throws SQLException {
        if (type == SQLXML.class) {
            SQLXML xml = connection.createSQLXML();
            return xml;
        }
        Statement statement = connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
        ResultSet rows = statement.executeQuery("SELECT * FROM v ORDER BY id");
        rows.next();
        if (type == ResultSetMetaData.class) {
            return rows.getMetaData();
        }
        if (type == Array.class) {
            return rows.getArray("c_array");
        }
        if (type == Blob.class) {
            return rows.getBlob("c_lob");
        }
        return type == Clob.class ? rows.getClob("c_lob") : rows;
    }
}
