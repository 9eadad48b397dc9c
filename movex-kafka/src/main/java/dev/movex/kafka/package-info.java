/** Events and their repair over Apache Kafka. */
@NullMarked
package dev.movex.kafka;

import org.jspecify.annotations.NullMarked;
