package dev.movex.core.control;

import dev.movex.core.Side;
import java.sql.SQLTransactionRollbackException;

/**
 * The pattern has changed while a transaction was under way. Nothing of the transaction is kept; the same work may be
 * tried again, which its SQLState 40001 says.
 */
public final class FencedException extends SQLTransactionRollbackException {
    private static final long serialVersionUID = 1L;

    public FencedException(Side side, long epoch) {
        super(
                "Movex: the " + side.label() + " no longer takes writes of epoch " + epoch
                        + "; the pattern has changed. Nothing was written; try the transaction again.",
                "40001");
    }
}
