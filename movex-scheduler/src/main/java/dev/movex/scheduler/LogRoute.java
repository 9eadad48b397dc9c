package dev.movex.scheduler;

import dev.movex.core.follow.ChangeLogs;

/**
 * Change logs, and what they are read for.
 *
 * @param logs reads them
 * @param follows whether the base's log stands in for double writers: rows that it names are brought to the other side.
 *     Otherwise it is a further source of keys for the incremental validation
 */
public record LogRoute(ChangeLogs logs, boolean follows) {}
