/**
 * What an application believes it wrote, and the judge that compares the belief with the databases. Plain JDBC alone:
 * nothing here knows Movex, so that a fault of Movex cannot hide itself.
 */
@NullMarked
package dev.movex.testkit.ledger;

import org.jspecify.annotations.NullMarked;
