/** A real Kafka broker. */
@NullMarked
package dev.movex.testkit.kafka;

import org.jspecify.annotations.NullMarked;
