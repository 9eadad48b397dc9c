/** Hibernate ORM through Movex. */
@NullMarked
package dev.movex.compatibility.hibernate;

import org.jspecify.annotations.NullMarked;
