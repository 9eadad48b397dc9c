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

    /** Returns whether the driver knows from the server's answers in which mode a session is. */
    boolean driverReadsStatus() {
        return this == MARIADB;
    }

    /** Returns the exact text of a double. */
    String doubleText(String value) {
        return doubleText.replace("%s", value);
    }

    /** Returns the 32 digits of a uuid whose bytes {@link #swappedUuid} has put in another order. */
    String straightUuid(String bytes) {
        return this == MARIADB
                ? turned("LOWER(HEX(" + bytes + "))", "^(.{4})(.{4})(.{8})")
                : "LOWER(REPLACE(BIN_TO_UUID(" + bytes + ", 1), '-', ''))";
    }

    /** Returns the bytes of a uuid, the greatest of its time first, given its 32 digits. */
    String swappedUuid(String digits) {
        return this == MARIADB
                ? "UNHEX(" + turned(digits, "^(.{8})(.{4})(.{4})") + ")"
                : "UUID_TO_BIN(" + digits + ", 1)";
    }

    /** A backslash means something else in every mode. */
    private static String turned(String value, String groups) {
        String back = "CHAR(92 USING utf8mb4)";
        return "REGEXP_REPLACE(" + value + ", '" + groups + "', CONCAT(" + back + ", '3', " + back + ", '2', " + back
                + ", '1'))";
    }

    /** Returns the cheapest wide hash that every server of the kind has, in hexadecimal; late ones of MySQL lack MD5. */
    String ownHash(String value) {
        return ownHash.replace("%s", value);
    }
}
