package dev.movex.engine;

import static dev.movex.engine.Lab.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.movex.core.Side;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Watch;
import dev.movex.core.dialect.Dialect;
import dev.movex.core.dialect.DigestSql;
import dev.movex.core.dialect.TableSql;
import dev.movex.core.event.InconsistentEvent;
import dev.movex.core.validate.FullValidator;
import dev.movex.core.validate.TableRun;
import dev.movex.core.validate.ValidationRun;
import dev.movex.core.validate.ValidationSetup;
import dev.movex.testkit.database.DatabasePair;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that computes something else of a column than its partner does, while both keep equal values. */
abstract class ArbiterContract {
    private final List<InconsistentEvent> events = new ArrayList<>();
    private Lab lab;

    @BeforeEach
    void create(DatabasePair pair) {
        lab = Lab.of(pair, "CREATE TABLE item (id bigint PRIMARY KEY, code text, note text NOT NULL)");
        lab.execBoth("INSERT INTO item SELECT n, 'c', 'x' FROM generate_series(1, 3000) n");
    }

    @Test
    void aColumnWhoseHashesDifferThoughItsValuesDoNotIsComparedInJavaFromThenOn() throws Exception {
        FullValidator validator = validator("CONCAT(%s, 'y')");
        ValidationRun first = validator.run(lab::authority, Watch.none());
        assertThat(first.clean()).isTrue();
        assertThat(item(first).comparedInJava()).containsOnlyKeys("note");
        assertThat(item(first).comparedInJava().get("note")).contains("hashes differ");
        ValidationRun second = validator.run(lab::authority, Watch.none());
        assertThat(item(second).suspects()).isZero();
        assertThat(item(second).sourceDigest()).isEqualTo(item(second).targetDigest());
        lab.exec(Side.DST, "UPDATE item SET note = 'z' WHERE id = 2000");
        ValidationRun third = validator.run(lab::authority, Watch.none());
        assertThat(third.inconsistencies()).isEqualTo(1);
        assertThat(events).extracting(InconsistentEvent::dirtyKey).containsExactly(key("item", "2000"));
    }

    @Test
    void aColumnWhoseHashesAreEqualThoughItsValuesAreNotIsComparedInJavaFromThenOn() throws Exception {
        lab.exec(Side.DST, "UPDATE item SET note = 'z'");
        FullValidator validator = validator("CONCAT('x', LEFT(%s, 0))");
        ValidationRun run = validator.run(lab::authority, Watch.none());
        assertThat(item(run).comparedInJava()).containsOnlyKeys("note");
        assertThat(run.inconsistencies()).isEqualTo(3000);
    }

    @Test
    void columnsOfWhichDatabasesAndJavaAgreeAreLeftToTheDatabases() throws Exception {
        lab.exec(Side.DST, "UPDATE item SET note = 'z' WHERE id < 10");
        FullValidator validator = new FullValidator(lab.validation(events), Hooks.real());
        assertThat(item(validator.run(lab::authority, Watch.none())).comparedInJava())
                .isEmpty();
    }

    private static TableRun item(ValidationRun run) {
        return run.tables().get(0);
    }

    private FullValidator validator(String wrong) {
        Databases real = lab.databases();
        Databases odd = new Databases(real.src(), real.srcDialect(), real.dst(), odd(real.dstDialect(), wrong));
        return new FullValidator(ValidationSetup.standard(lab.plan(), odd, events::add, evidence -> {}), Hooks.real());
    }

    /** The target's dialect, but that its hashes take another value for the column. */
    private static Dialect odd(Dialect real, String wrong) {
        String quoted = real.quote("note");
        UnaryOperator<String> changed = sql -> sql.replaceAll(
                "((?:[`\"][^`\"]+[`\"]\\.){2}" + quoted + ")",
                java.util.regex.Matcher.quoteReplacement(wrong).replace("%s", "$1"));
        return wrap(
                Dialect.class,
                real,
                (method, result) -> result instanceof TableSql table
                        ? wrap(
                                TableSql.class,
                                table,
                                (name, of) -> of instanceof DigestSql digests
                                        ? wrap(
                                                DigestSql.class,
                                                digests,
                                                (hashing, sql) -> hashing.equals("javaColumns")
                                                        ? sql
                                                        : changed.apply((String) sql))
                                        : of)
                        : result);
    }

    private interface Change {
        Object of(String method, Object result);
    }

    private static <T> T wrap(Class<T> type, T real, Change change) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return change.of(method.getName(), method.invoke(real, arguments));
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return type.cast(
                Proxy.newProxyInstance(ArbiterContract.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
