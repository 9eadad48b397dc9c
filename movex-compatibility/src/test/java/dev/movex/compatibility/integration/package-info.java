/** Spring Integration's stores and locks through Movex. */
@NullMarked
package dev.movex.compatibility.integration;

import org.jspecify.annotations.NullMarked;
