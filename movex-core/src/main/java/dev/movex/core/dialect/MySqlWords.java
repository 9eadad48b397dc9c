package dev.movex.core.dialect;

/** The words in which MySQL and MariaDB differ where they mean the same. */
enum MySqlWords {
    MARIADB(" LOCK IN SHARE MODE", "", "VALUES(%s)", "CAST(%s AS CHAR)", "MD5(%s)"),
    // the text of a double that is no column is cut at 22 characters, unless it goes by way of JSON
    MYSQL(" FOR SHARE", " AS movex_new", "movex_new.%s", "CAST(CAST(%s AS JSON) AS CHAR)", "SHA2(%s, 224)");

    private final String share;
    private final String incomingAlias;
    private final String incoming;
    private final String doubleText;
    private final String ownHash;

    MySqlWords(String share, String incomingAlias, String incoming, String doubleText, String ownHash) {
        this.share = share;
        this.incomingAlias = incomingAlias;
        this.incoming = incoming;
        this.doubleText = doubleText;
        this.ownHash = ownHash;
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

    /** Returns how the driver takes the stream of a bulk load. */
    LocalInfile localInfile() {
        return this == MARIADB ? LocalInfile.MARIADB : LocalInfile.MYSQL;
    }

    /** Returns the fetch size by which the driver streams, holding at most so many rows. */
    int streamingFetchSize(int rows) {
        return this == MARIADB ? rows : Integer.MIN_VALUE;
    }

    /** Returns the exact text of a double. */
    String doubleText(String value) {
        return doubleText.replace("%s", value);
    }

    /** Returns the cheapest wide hash that every server of the kind has, in hexadecimal; late ones of MySQL lack MD5. */
    String ownHash(String value) {
        return ownHash.replace("%s", value);
    }
}
