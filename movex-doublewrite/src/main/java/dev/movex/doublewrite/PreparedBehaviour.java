package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import dev.movex.doublewrite.sql.Dml;
import dev.movex.doublewrite.sql.StatementClass;
import java.lang.reflect.Method;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A prepared statement of the application, which remembers its parameters. Used by one thread at a time. */
class PreparedBehaviour extends StatementBehaviour {
    static final Dispatch<PreparedStatement> DISPATCH =
            Dispatch.of(PreparedStatement.class, PreparedBehaviour.class, Set.of());

    private final String sql;
    private final Wish wish;
    private final Params params = Params.none();
    private final List<Params> batch = new ArrayList<>();

    PreparedBehaviour(ConnectionBehaviour connection, Method creator, Object[] creatorArgs) {
        super(connection, creator, creatorArgs);
        this.sql = (String) creatorArgs[0];
        this.wish = creatorArgs.length == 2 ? Wish.of(creatorArgs[1]) : Wish.NONE;
    }

    static PreparedStatement open(ConnectionBehaviour connection, Method creator, Object[] args) {
        PreparedBehaviour behaviour = new PreparedBehaviour(connection, creator, args);
        PreparedStatement visible = DISPATCH.proxy(behaviour);
        behaviour.proxy(visible);
        return visible;
    }

    @Override
    Classified classify(String text) throws SQLException {
        if (text != sql) {
            throw new SQLException("Movex: a prepared statement runs no other text than its own.", "42809");
        }
        return session().names().classify(sql, true);
    }

    public ResultSet executeQuery() throws SQLException {
        run(new Execution(sql, wish, true, s -> Outcome.ofRows(bound(s).executeQuery())));
        return currentRows();
    }

    public int executeUpdate() throws SQLException {
        return Math.toIntExact(run(new Execution(sql, wish, s -> Outcome.ofCount(bound(s).executeUpdate()))));
    }

    public long executeLargeUpdate() throws SQLException {
        return run(new Execution(sql, wish, s -> Outcome.ofCount(bound(s).executeLargeUpdate())));
    }

    public boolean execute() throws SQLException {
        run(new Execution(sql, wish, s -> Outcome.of(bound(s).execute(), s)));
        return results().rows() != null;
    }

    private PreparedStatement bound(Statement statement) throws SQLException {
        PreparedStatement prepared = (PreparedStatement) statement;
        params.bind(prepared);
        return prepared;
    }

    public void clearParameters() throws SQLException {
        checkOpen();
        params.clear();
    }

    public void addBatch() throws SQLException {
        checkOpen();
        params.spoolStreams();
        batch.add(params.copy());
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch.clear();
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        checkOpen();
        results().close();
        List<Params> elements = List.copyOf(batch);
        batch.clear();
        if (elements.isEmpty()) {
            return new long[0];
        }
        Classified classified = classify(sql);
        Unit unit = session().begin(classified.shown());
        try {
            return routeBatch(unit, classifiedFor(unit, classified, sql), elements);
        } finally {
            session().statementDone();
        }
    }

    private long[] routeBatch(Unit unit, Classified classified, List<Params> elements) throws SQLException {
        Dml dml = classified.dml();
        PreparedBatch run = new PreparedBatch(this, unit, wish);
        if (unit.dual() && classified.kind() == StatementClass.DENIED) {
            session().engine().metrics().count(Metric.DENIED);
            throw Denials.statement(classified);
        }
        for (Params each : elements) {
            refuseLarge(unit, classified, each);
        }
        long[] counts = unit.dual() && dml != null
                ? session().mirrored(unit, () -> run.mirrored(sql, dml, elements))
                : run.plain(elements);
        session().effect(unit, classified);
        return counts;
    }

    @Override
    Outcome route(Unit unit, Classified classified, Execution execution) throws SQLException {
        refuseLarge(unit, classified, params);
        return super.route(unit, classified, execution);
    }

    /** PostgreSQL keeps such a value beside the row, where no image of the row brings it along. */
    private void refuseLarge(Unit unit, Classified classified, Params given) throws SQLException {
        boolean beside = unit.dual()
                && classified.dml() != null
                && unit.lease().access().dialect().name().equals("postgresql");
        if (beside && given.anyLarge()) {
            session().engine().metrics().count(Metric.DENIED);
            throw Denials.call("a value set by setBlob or setClob, which PostgreSQL stores as a large object; set it by"
                    + " setBytes, setBinaryStream, setString or setCharacterStream");
        }
    }

    @Override
    Params params() {
        return params;
    }

    @Override
    ResultSet capture(Unit unit, String text, Params given) throws SQLException {
        PreparedStatement made =
                unit.physical().prepareStatement(text, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
        driver().capturing(unit.lease(), made);
        given.bind(made);
        made.execute();
        return made.getResultSet();
    }

    @Override
    Statement rerun(Unit unit, String text, Params given) throws SQLException {
        PreparedStatement made = unit.physical().prepareStatement(text, Statement.RETURN_GENERATED_KEYS);
        driver().capturing(unit.lease(), made);
        given.bind(made);
        made.execute();
        return made;
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws Throwable {
        if (args.length > 1
                && args[0] instanceof Integer number
                && method.getName().startsWith("set")) {
            checkOpen();
            params.set(number, Param.of(method, args));
            return null;
        }
        return super.pass(method, args);
    }
}
