/** What the tests, the demo and the benchmarks stand on: real databases, an application with an oracle, faults. */
@NullMarked
package dev.movex.testkit;

import org.jspecify.annotations.NullMarked;
