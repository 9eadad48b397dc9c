package dev.movex.engine;

import dev.movex.core.dialect.BulkCopy;
import dev.movex.core.row.KeyRange;
import java.sql.Connection;

/** A server that takes no bulk protocol. */
final class NoBulkCopy implements BulkCopy {
    @Override
    public boolean usable(Connection to) {
        return false;
    }

    @Override
    public Moved copyInto(Connection from, KeyRange range, Connection to) {
        throw new IllegalStateException("no bulk protocol here");
    }

    @Override
    public Moved copyAbsent(Connection from, KeyRange range, Connection to) {
        throw new IllegalStateException("no bulk protocol here");
    }
}
