package dev.movex.core.dialect;

/**
 * The words in which MySQL and MariaDB differ where they mean the same.
 *
 * @param share ends a query that takes shared locks
 * @param incomingAlias follows the rows of an INSERT, so that they can be named
 * @param incomingBefore stands before the name of a column of such a row
 * @param incomingAfter stands behind it
 */
record MySqlWords(String share, String incomingAlias, String incomingBefore, String incomingAfter) {
    static final MySqlWords MARIADB = new MySqlWords(" LOCK IN SHARE MODE", "", "VALUES(", ")");
    static final MySqlWords MYSQL = new MySqlWords(" FOR SHARE", " AS movex_new", "movex_new.", "");

    /** Returns the value that an INSERT brings for a column. */
    String incoming(String column) {
        return incomingBefore + column + incomingAfter;
    }
}
