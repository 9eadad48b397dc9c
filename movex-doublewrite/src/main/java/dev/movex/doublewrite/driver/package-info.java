/** The driver of {@code jdbc:movex:} URLs, and the configuration that it reads. */
@NullMarked
package dev.movex.doublewrite.driver;

import org.jspecify.annotations.NullMarked;
