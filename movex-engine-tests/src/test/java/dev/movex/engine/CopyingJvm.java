package dev.movex.engine;

import dev.movex.core.Pattern;
import dev.movex.core.Side;
import dev.movex.core.access.CursorStore;
import dev.movex.core.access.Databases;
import dev.movex.core.access.Hooks;
import dev.movex.core.access.Steps.Step;
import dev.movex.core.access.Watch;
import dev.movex.core.control.Authority;
import dev.movex.core.copy.Copier;
import dev.movex.core.copy.CopyOptions;
import dev.movex.core.copy.CopyResult;
import dev.movex.core.dialect.DatabaseView;
import dev.movex.core.plan.Plan;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.PlanReader;
import dev.movex.core.repair.Repairer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** Copies the one table of two databases, with its cursor in a file; says whether it is proven, and how many chunks it took. */
final class CopyingJvm {
    static final int CHUNK = 200;
    static final int WORKERS = 2;

    private CopyingJvm() {}

    public static void main(String[] arguments) throws Exception {
        Databases databases = Databases.of(
                new OneUrl(arguments[1], arguments[2], System.getenv("SRC_PASSWORD")),
                new OneUrl(arguments[3], arguments[4], System.getenv("DST_PASSWORD")));
        Plan plan;
        try (Connection src = databases.open(Side.SRC);
                Connection dst = databases.open(Side.DST)) {
            plan = PlanReader.read(
                            Lab.MIGRATION,
                            new DatabaseView(databases.srcDialect(), src),
                            new DatabaseView(databases.dstDialect(), dst),
                            PlanOptions.all())
                    .orThrow();
        }
        AtomicInteger chunks = new AtomicInteger();
        Hooks hooks = Hooks.real().withSteps(step -> chunks.addAndGet(step == Step.COPY_COMMITTED ? 1 : 0));
        CopyResult result = new Copier(
                        plan,
                        databases,
                        new FileCursors(Path.of(arguments[0])),
                        Repairer.standard(plan, databases),
                        CopyOptions.standard().withRows(CHUNK, CHUNK).withParallel(WORKERS),
                        hooks)
                .copyTable(plan.tables().get(0), () -> Authority.under(Pattern.SRC_FIRST, 1), Watch.none());
        System.out.println((result.proven() ? "proven " : "unproven ") + chunks.get());
    }

    /** One cursor, replaced as a whole. */
    private record FileCursors(Path file) implements CursorStore {
        @Override
        public Optional<String> load(String name) {
            try {
                return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void save(String name, String cursor) {
            try {
                Path next = Files.writeString(file.resolveSibling("next"), cursor);
                Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void remove(String name) {
            throw new UnsupportedOperationException();
        }
    }

    private record OneUrl(String url, String user, String password) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }

        @Override
        public Connection getConnection(String other, String secret) throws SQLException {
            return DriverManager.getConnection(url, other, secret);
        }

        @Override
        public PrintWriter getLogWriter() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void setLoginTimeout(int seconds) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() {
            return Logger.getGlobal();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("no wrapper");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
