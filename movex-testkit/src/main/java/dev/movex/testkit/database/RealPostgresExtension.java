package dev.movex.testkit.database;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Fills database parameters; what it creates lives in the store of the test or the class, which closes it. */
final class RealPostgresExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(RealPostgresExtension.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == DatabasePair.class || type == Database.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext.Store store = context.getStore(NAMESPACE);
        if (parameter.getParameter().getType() == DatabasePair.class) {
            return store.computeIfAbsent(DatabasePair.class, key -> SharedPostgres.pair(), DatabasePair.class);
        }
        return store.computeIfAbsent(Database.class, key -> SharedPostgres.database(), Database.class);
    }
}
