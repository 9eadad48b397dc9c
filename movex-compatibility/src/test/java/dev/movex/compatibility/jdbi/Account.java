package dev.movex.compatibility.jdbi;

import java.math.BigDecimal;

/**
 * An account.
 *
 * @param id its key
 * @param owner whose it is
 * @param balance what is on it
 */
public record Account(long id, String owner, BigDecimal balance) {}
