/** Faults between an application and its databases. */
@NullMarked
package dev.movex.testkit.fault;

import org.jspecify.annotations.NullMarked;
