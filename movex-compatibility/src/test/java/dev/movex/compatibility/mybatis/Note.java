package dev.movex.compatibility.mybatis;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** An account or an entry, as MyBatis fills it. */
public final class Note {
    @Nullable Long id;

    @Nullable Long account;

    @Nullable String text;

    BigDecimal amount = BigDecimal.ZERO;

    /** For MyBatis. */
    public Note() {}

    Note(String text) {
        this.text = text;
    }

    Note(@Nullable Long account, String text, long amount) {
        this.account = account;
        this.text = text;
        this.amount = BigDecimal.valueOf(amount);
    }
}
