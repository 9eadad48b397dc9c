package dev.movex.core.dialect;

import java.time.Instant;

/**
 * What a server says of itself that evidence depends on.
 *
 * @param identity tells it from every other server; stays when it is started again
 * @param timeline tells a server from the replica that has taken its place; empty where the server tells none
 * @param startedAt when it was started, give or take a second
 * @param durable whether a commit survives a crash under its settings
 * @param encrypted whether the session that asked is encrypted
 */
public record ServerFacts(String identity, String timeline, Instant startedAt, boolean durable, boolean encrypted) {}
