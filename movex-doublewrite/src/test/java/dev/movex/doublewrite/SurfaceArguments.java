package dev.movex.doublewrite;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.Calendar;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import javax.sql.rowset.serial.SerialBlob;
import javax.sql.rowset.serial.SerialClob;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Arguments with which each method of JDBC can be called in a sensible way. */
final class SurfaceArguments {
    static final String WRITE = "INSERT INTO t (id, a) VALUES (7, 'x')";

    private SurfaceArguments() {}

    static @Nullable Object[] of(Method method, Connection connection) throws Exception {
        Class<?>[] types = method.getParameterTypes();
        @Nullable Object[] args = new @Nullable Object[types.length];
        for (int i = 0; i < types.length; i++) {
            args[i] = of(method, i, types[i], connection);
        }
        return args;
    }

    private static @Nullable Object of(Method method, int at, Class<?> type, Connection connection) throws Exception {
        String name = method.getName();
        if (type == String.class) {
            return text(method, at);
        }
        if (type == int.class || type == long.class || type == short.class || type == byte.class) {
            return number(method, at, type);
        }
        if (type == Savepoint.class) {
            return connection.getAutoCommit() ? null : connection.setSavepoint("mark");
        }
        if (type == Class.class) {
            return name.equals("getObject") ? String.class : PGConnection.class;
        }
        if (type == Object.class && DatabaseMetaData.class != method.getDeclaringClass()) {
            return name.equals("updateObject") || name.equals("setObject") ? "x" : null;
        }
        return type.isPrimitive() ? primitive(type) : object(name, type, connection);
    }

    private static @Nullable Object text(Method method, int at) {
        String name = method.getName();
        Class<?> of = method.getDeclaringClass();
        if (of == Statement.class && (name.startsWith("execute") || name.equals("addBatch"))) {
            return name.equals("executeQuery") ? WRITE + " RETURNING id" : WRITE;
        }
        if (of == Connection.class) {
            return switch (name) {
                case "prepareStatement", "nativeSQL" -> WRITE;
                case "prepareCall" -> "{call p()}";
                case "setSchema" -> "public";
                case "createArrayOf" -> "int4";
                case "setClientInfo", "getClientInfo" -> "ApplicationName";
                default -> "mark";
            };
        }
        if (of == DatabaseMetaData.class) {
            return at < 2 ? null : "t";
        }
        return of == ResultSet.class && at == 0 ? SurfaceObjects.column(method) : "x";
    }

    private static Object number(Method method, int at, Class<?> type) {
        int value = 1;
        Class<?> of = method.getDeclaringClass();
        if (of == ResultSet.class && at == 0 && type == int.class) {
            value = SurfaceObjects.columnIndex(method);
        }
        boolean typed = method.getName().equals("setObject") || method.getName().equals("setNull");
        if (of == PreparedStatement.class && at == 0) {
            value = 2;
        } else if (of == PreparedStatement.class && typed && type == int.class) {
            value = Types.VARCHAR;
        } else if (of == Connection.class && method.getName().equals("setTransactionIsolation")) {
            value = Connection.TRANSACTION_READ_COMMITTED;
        } else if (method.getName().equals("setNetworkTimeout")) {
            value = 60_000;
        } else if (of == Connection.class && type == int.class && method.getParameterCount() > 1) {
            value = connectionFlag(method, at);
        } else if (method.getName().equals("setFetchDirection")) {
            value = ResultSet.FETCH_FORWARD;
        }
        return type == int.class
                ? (Object) value
                : type == long.class
                        ? (Object) (long) value
                        : type == short.class ? (Object) (short) value : (byte) value;
    }

    private static int connectionFlag(Method method, int at) {
        boolean sqlFirst = method.getParameterTypes()[0] == String.class;
        return switch (sqlFirst ? at : at + 1) {
            case 1 ->
                method.getParameterCount() == 2 && sqlFirst
                        ? Statement.RETURN_GENERATED_KEYS
                        : ResultSet.TYPE_FORWARD_ONLY;
            case 2 -> ResultSet.CONCUR_READ_ONLY;
            default -> ResultSet.CLOSE_CURSORS_AT_COMMIT;
        };
    }

    private static Object primitive(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        return type == float.class ? (Object) 1.5f : 1.5d;
    }

    private static @Nullable Object object(String name, Class<?> type, Connection connection) throws SQLException {
        if (type == String[].class) {
            return name.startsWith("get") ? null : new String[] {"id"};
        }
        if (type == int[].class) {
            return new int[] {1};
        }
        if (type == Executor.class) {
            return (Executor) Runnable::run;
        }
        if (type == Array.class) {
            return connection.createArrayOf("int4", new Object[] {1, 2});
        }
        if (type == SQLXML.class) {
            SQLXML xml = connection.createSQLXML();
            xml.setString("<a/>");
            return xml;
        }
        return value(type);
    }

    private static @Nullable Object value(Class<?> type) throws SQLException {
        if (type == InputStream.class) {
            return new ByteArrayInputStream(new byte[] {'x'});
        }
        if (type == Reader.class) {
            return new StringReader("x");
        }
        if (type == URL.class) {
            return url();
        }
        if (type == Blob.class) {
            return new SerialBlob(new byte[] {1});
        }
        if (type == Clob.class) {
            return new SerialClob(new char[] {'x'});
        }
        Map<Class<?>, Object> values = Map.ofEntries(
                Map.entry(byte[].class, new byte[] {1}),
                Map.entry(BigDecimal.class, new BigDecimal("1.5")),
                Map.entry(Date.class, Date.valueOf("2024-02-29")),
                Map.entry(Time.class, Time.valueOf("10:11:12")),
                Map.entry(Timestamp.class, Timestamp.valueOf("2024-02-29 10:11:12.123")),
                Map.entry(Calendar.class, Calendar.getInstance()),
                Map.entry(Map.class, Map.of()),
                Map.entry(Properties.class, new Properties()),
                Map.entry(Object[].class, new Object[] {1}),
                Map.entry(SQLType.class, JDBCType.VARCHAR),
                Map.entry(NClob.class, "none"),
                Map.entry(CallableStatement.class, "none"));
        Object found = values.get(type);
        return "none".equals(found) ? null : found;
    }

    private static URL url() {
        try {
            return URI.create("http://localhost/").toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }
}
