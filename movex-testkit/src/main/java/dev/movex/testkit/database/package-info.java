/** Real database servers, started for a test or a demo and ended with it. */
@NullMarked
package dev.movex.testkit.database;

import org.jspecify.annotations.NullMarked;
