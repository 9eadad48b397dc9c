/**
 * The state machine of a migration: legal moves and their gates, the coordinator that changes the pattern, auto-migrate,
 * and the evidence it goes by.
 */
@NullMarked
package dev.movex.scheduler;

import org.jspecify.annotations.NullMarked;
