package dev.movex.doublewrite;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;

/** An array that belongs to no connection and is made anew on each that it is bound on. Immutable but for its elements. */
final class MovexArray implements Array {
    private final String type;
    private final Object[] elements;

    MovexArray(String type, Object[] elements) {
        this.type = type;
        this.elements = elements.clone();
    }

    /** Returns a copy of an array of any driver. */
    static MovexArray of(Array array) throws SQLException {
        return array instanceof MovexArray own
                ? own
                : new MovexArray(array.getBaseTypeName(), (Object[]) array.getArray());
    }

    Array on(Connection connection) throws SQLException {
        return connection.createArrayOf(type, elements);
    }

    @Override
    public String getBaseTypeName() {
        return type;
    }

    @Override
    public int getBaseType() throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getArray() {
        return elements.clone();
    }

    @Override
    public Object getArray(Map<String, Class<?>> map) throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getArray(long index, int count) throws SQLException {
        throw unsupported();
    }

    @Override
    public Object getArray(long index, int count, Map<String, Class<?>> map) throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet getResultSet() throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet getResultSet(Map<String, Class<?>> map) throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet getResultSet(long index, int count) throws SQLException {
        throw unsupported();
    }

    @Override
    public ResultSet getResultSet(long index, int count, Map<String, Class<?>> map) throws SQLException {
        throw unsupported();
    }

    @Override
    public void free() {
        // holds nothing of the database
    }

    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException(
                "Movex: an array that was made by createArrayOf gives back its elements by getArray() alone.", "0A000");
    }
}
