@NullMarked
package dev.movex.scheduler;

import org.jspecify.annotations.NullMarked;
