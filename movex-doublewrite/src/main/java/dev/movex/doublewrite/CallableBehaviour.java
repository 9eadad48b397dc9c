package dev.movex.doublewrite;

import dev.movex.doublewrite.sql.Classified;
import java.lang.reflect.Method;
import java.sql.CallableStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A call of a procedure or function: as always while one database is written, refused otherwise. */
final class CallableBehaviour extends PreparedBehaviour {
    static final Dispatch<CallableStatement> DISPATCH =
            Dispatch.of(CallableStatement.class, CallableBehaviour.class, Set.of());

    private final List<Call> calls = new ArrayList<>();
    private @Nullable Statement prepared;

    private CallableBehaviour(ConnectionBehaviour connection, Method creator, Object[] creatorArgs) {
        super(connection, creator, creatorArgs);
    }

    static CallableStatement open(ConnectionBehaviour connection, Method creator, Object[] args) {
        CallableBehaviour behaviour = new CallableBehaviour(connection, creator, args);
        CallableStatement visible = DISPATCH.proxy(behaviour);
        behaviour.proxy(visible);
        return visible;
    }

    private record Call(Method method, Object[] args) {}

    @Override
    Outcome route(Unit unit, Classified classified, Execution execution) throws SQLException {
        if (unit.dual()) {
            session().engine().metrics().count(Metric.DENIED);
            throw Denials.call("a call of a procedure or function, whose writes can't be seen");
        }
        Statement statement = driver().on(unit.lease());
        if (statement != prepared) {
            prepared = statement;
            for (Call call : calls) {
                DriverStatement.invoke(call.method(), statement, call.args());
            }
        }
        // the values that come out are read from the driver's statement, so that it stays
        return execution.plain().on(statement).withMore(true);
    }

    @Override
    public @Nullable Object pass(Method method, Object[] args) throws Throwable {
        boolean register = method.getName().equals("registerOutParameter");
        boolean named =
                args.length > 1 && args[0] instanceof String && method.getName().startsWith("set");
        if (register || named) {
            checkOpen();
            calls.add(new Call(method, args));
            prepared = null;
            return null;
        }
        Object yielded = super.pass(method, args);
        return method.getName().startsWith("get") && Given.mayCome(method)
                ? Given.of(yielded, session(), results())
                : yielded;
    }
}
