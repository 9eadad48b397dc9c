/**
 * Puts Movex under the data sources of a Spring Boot application that are named in its configuration, and shows what goes
 * on to actuator, events and metrics.
 */
@NullMarked
package dev.movex.springboot.embed;

import org.jspecify.annotations.NullMarked;
