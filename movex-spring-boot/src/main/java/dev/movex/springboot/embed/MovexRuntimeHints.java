package dev.movex.springboot.embed;

import dev.movex.scheduler.GateResult;
import dev.movex.scheduler.MigrationStats;
import dev.movex.scheduler.MigrationStatus;
import dev.movex.scheduler.RunInfo;
import dev.movex.scheduler.Settings;
import dev.movex.scheduler.TableProgress;
import dev.movex.scheduler.Transition;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/** What a native image can't find by itself: JDBC proxies, and records that are written as JSON. */
final class MovexRuntimeHints implements RuntimeHintsRegistrar {
    static final List<Class<?>> PROXIES = List.of(
            Connection.class,
            Statement.class,
            PreparedStatement.class,
            CallableStatement.class,
            ResultSet.class,
            DatabaseMetaData.class);
    static final List<Class<?>> RECORDS = List.of(
            MigrationStatus.class,
            MigrationStats.class,
            TableProgress.class,
            Transition.class,
            GateResult.class,
            RunInfo.class,
            Settings.class);

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
        PROXIES.forEach(type -> hints.proxies().registerJdkProxy(type));
        RECORDS.forEach(type -> hints.reflection()
                .registerType(
                        type,
                        MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
                        MemberCategory.INVOKE_DECLARED_METHODS,
                        MemberCategory.ACCESS_DECLARED_FIELDS));
        hints.resources().registerPattern("META-INF/services/java.sql.Driver");
    }
}
