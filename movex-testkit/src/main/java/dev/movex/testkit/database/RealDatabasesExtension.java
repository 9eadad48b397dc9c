package dev.movex.testkit.database;

import dev.movex.core.Side;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Fills database parameters; what it creates lives in the store of the test or the class, which closes it. */
final class RealDatabasesExtension implements ParameterResolver, ExecutionCondition {
    private static final Namespace NAMESPACE = Namespace.create(RealDatabasesExtension.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Kinds kinds = kinds(context);
        Optional<String> missing =
                kinds.src().unavailable().or(() -> kinds.dst().unavailable());
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("the servers are at hand"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == DatabasePair.class || type == Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        Kinds kinds = kinds(context);
        if (parameter.getParameter().getType() == DatabasePair.class) {
            return store.computeIfAbsent(
                    DatabasePair.class, key -> DatabasePair.of(kinds.src(), kinds.dst()), DatabasePair.class);
        }
        return store.computeIfAbsent(
                Database.class, key -> SharedServers.database(kinds.src(), Side.SRC), Database.class);
    }

    /** Returns the kinds of the nearest annotation: that of the class, of its parents, of the classes around it. */
    private static Kinds kinds(ExtensionContext context) {
        for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
            RealDatabases asked = type.getAnnotation(RealDatabases.class);
            if (asked != null) {
                return new Kinds(asked.src(), asked.dst());
            }
        }
        return new Kinds(ServerKind.POSTGRESQL, ServerKind.POSTGRESQL);
    }

    private record Kinds(ServerKind src, ServerKind dst) {}
}
