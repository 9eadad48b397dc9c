package dev.movex.testkit.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class real databases, both of PostgreSQL: a parameter of type {@link DatabasePair} or {@link Database} is filled with fresh
 * ones. Those of a test method are dropped after the method; those of {@code @BeforeAll} or of a constructor are kept
 * for the class and handed to its methods as well. {@link RealDatabases} chooses other kinds.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealDatabasesExtension.class)
public @interface RealPostgres {}
