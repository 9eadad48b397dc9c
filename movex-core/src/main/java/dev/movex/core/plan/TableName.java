package dev.movex.core.plan;

/**
 * The name of a table as the database stores it, not quoted.
 *
 * @param schema the schema (on MySQL and MariaDB the database)
 * @param name the table
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    /** Returns {@code schema.name}, the form used in events, reports and messages. */
    @Override
    public String toString() {
        return schema + "." + name;
    }

    @Override
    public int compareTo(TableName other) {
        return toString().compareTo(other.toString());
    }
}
