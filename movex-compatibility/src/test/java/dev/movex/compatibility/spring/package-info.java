/** Spring's JdbcTemplate and Spring Data JPA through Movex. */
@NullMarked
package dev.movex.compatibility.spring;

import org.jspecify.annotations.NullMarked;
