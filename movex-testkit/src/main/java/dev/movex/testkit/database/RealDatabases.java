package dev.movex.testkit.database;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class real databases of two kinds: a parameter of type {@link DatabasePair} or {@link Database} is filled
 * with fresh ones. Those of a test method are dropped after the method; those of {@code @BeforeAll} or of a constructor
 * are kept for the class and handed to its methods as well. A single database is of the kind of the source. Where a kind
 * can't be had on this machine, the tests are skipped and say why.
 *
 * <p>A contract is an abstract class of tests; each pair of kinds is a subclass that carries this annotation alone.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(RealDatabasesExtension.class)
public @interface RealDatabases {
    /** The kind of the source. */
    ServerKind src();

    /** The kind of the target. */
    ServerKind dst();
}
