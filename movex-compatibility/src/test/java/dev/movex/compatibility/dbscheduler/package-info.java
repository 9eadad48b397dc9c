/** db-scheduler through Movex. */
@NullMarked
package dev.movex.compatibility.dbscheduler;

import org.jspecify.annotations.NullMarked;
