/** Creates what the target lacks: tables first, their secondary indexes and foreign keys when the rows are there. */
@NullMarked
package dev.movex.core.schema;

import org.jspecify.annotations.NullMarked;
