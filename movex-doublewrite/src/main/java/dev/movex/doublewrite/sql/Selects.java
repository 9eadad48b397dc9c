package dev.movex.doublewrite.sql;

/** Queries. What functions they call can't be known; they run on the primary alone. */
final class Selects {
    private Selects() {}

    static Classified classify(TokenReader reader) {
        int into = reader.find(reader.at(), "into");
        if (into < 0) {
            boolean locks = reader.find(reader.at(), "for") >= 0;
            return Classified.primaryOnly(locks ? "reads and locks" : "reads; functions that it calls are not seen");
        }
        Token what = reader.token(into + 1);
        Token name = reader.token(into + (reader.token(into + 2).is("table") ? 3 : 2));
        return what.is("temp") || what.is("temporary")
                ? Classified.temporary(name.isName() ? name.text() : null)
                : Classified.denied("SELECT INTO creates a table in one of two databases");
    }
}
