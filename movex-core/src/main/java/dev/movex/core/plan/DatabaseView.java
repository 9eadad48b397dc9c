package dev.movex.core.plan;

import dev.movex.core.dialect.Dialect;
import java.sql.Connection;

/**
 * One side's database while a plan is read from it.
 *
 * @param dialect what it speaks
 * @param connection a connection in auto-commit mode; stays the caller's
 */
public record DatabaseView(Dialect dialect, Connection connection) {}
