package dev.movex.core.dialect;

/** The words in which MySQL and MariaDB differ where they mean the same. */
enum MySqlWords {
    MARIADB(" LOCK IN SHARE MODE", "", "VALUES(%s)", "CAST(%s AS CHAR)"),
    // the text of a double that is no column is cut at 22 characters, unless it goes by way of JSON
    MYSQL(" FOR SHARE", " AS movex_new", "movex_new.%s", "CAST(CAST(%s AS JSON) AS CHAR)");

    private final String share;
    private final String incomingAlias;
    private final String incoming;
    private final String doubleText;

    MySqlWords(String share, String incomingAlias, String incoming, String doubleText) {
        this.share = share;
        this.incomingAlias = incomingAlias;
        this.incoming = incoming;
        this.doubleText = doubleText;
    }

    /** Returns what ends a query that takes shared locks. */
    String share() {
        return share;
    }

    /** Returns what follows the rows of an INSERT, so that they can be named. */
    String incomingAlias() {
        return incomingAlias;
    }

    /** Returns the value that an INSERT brings for a column. */
    String incoming(String column) {
        return incoming.replace("%s", column);
    }

    /** Returns the exact text of a double. */
    String doubleText(String value) {
        return doubleText.replace("%s", value);
    }
}
