package dev.movex.core.dialect;

import java.util.OptionalDouble;

/**
 * How busy a server is.
 *
 * @param running the statements that run, that of this look left out
 * @param replicaLagSeconds how far the replica that is furthest behind is, as far as the server tells and the user may see
 */
public record ServerLoad(int running, OptionalDouble replicaLagSeconds) {}
