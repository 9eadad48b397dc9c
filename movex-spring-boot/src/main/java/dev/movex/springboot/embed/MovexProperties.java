package dev.movex.springboot.embed;

import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMappings;
import dev.movex.doublewrite.Ack;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which data sources Movex lies under.
 *
 * @param enabled The kill switch: with false every data source is the plain pool, as if Movex were not there.
 * @param dataSources The data sources to wrap, by the name of their bean.
 */
@ConfigurationProperties("movex")
public record MovexProperties(
        @DefaultValue("true") boolean enabled, @DefaultValue Map<String, Wrapped> dataSources) {
    public MovexProperties {
        dataSources = Map.copyOf(dataSources);
    }

    /**
     * A data source that is wrapped. Its pool is the source.
     *
     * @param migration Name of the migration; names its rows in Movex's own tables.
     * @param member Name of this process, unique within the migration.
     * @param ack What the caller of a commit waits for.
     * @param strict Whether a failure of the secondary fails the transaction.
     * @param schemas Schemas to look for tables in; empty for all of the database.
     * @param include Globs of tables to move; empty for all.
     * @param exclude Globs of tables to leave out.
     * @param keys By table, as schema.table: the columns of a unique key that stands in for a missing primary key.
     * @param mapping By table: how it becomes that of the target, in the words of a mapping, such as to or rename.
     * @param target The database that the tables move to.
     * @param ownPoolSize Connections to each side for Movex's own work.
     * @param settings Limits of the migration by name, such as soak or clean-windows.
     */
    public record Wrapped(
            @Nullable String migration,
            @Nullable String member,
            @DefaultValue("primary") Ack ack,
            @DefaultValue("false") boolean strict,
            @DefaultValue List<String> schemas,
            @DefaultValue List<String> include,
            @DefaultValue List<String> exclude,
            @DefaultValue Map<String, String> keys,
            @DefaultValue Map<String, Map<String, String>> mapping,
            @DefaultValue Target target,
            @DefaultValue("12") int ownPoolSize,
            @DefaultValue Map<String, String> settings) {
        public Wrapped {
            schemas = List.copyOf(schemas);
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
            keys = Map.copyOf(keys);
            mapping = Map.copyOf(mapping);
            settings = Map.copyOf(settings);
        }

        /**
         * Returns what is said of tables.
         *
         * @param problems takes what is wrong with it
         */
        PlanOptions tables(List<String> problems) {
            Map<String, List<String>> declared = new TreeMap<>();
            keys.forEach((table, columns) ->
                    declared.put(table, List.of(columns.strip().split("\\s*,\\s*"))));
            Map<String, String> words = new TreeMap<>();
            mapping.forEach((table, told) -> told.forEach((word, value) -> words.put(table + "." + word, value)));
            return PlanOptions.all()
                    .inSchemas(schemas)
                    .tables(include, exclude)
                    .withKeys(declared)
                    .withMappings(TableMappings.read(words, "mapping.", problems));
        }
    }

    /**
     * The database that the tables move to: a bean, or an address.
     *
     * @param bean Name of the DataSource bean of the target, in place of url, username and password.
     * @param url JDBC URL of the target, without a password.
     * @param username User of the target.
     * @param password Password of the target.
     * @param poolSize Connections to the target for the application.
     */
    public record Target(
            @Nullable String bean,
            @Nullable String url,
            @Nullable String username,
            @Nullable String password,
            @DefaultValue("10") int poolSize) {
        /** Shows no secret. */
        @Override
        public String toString() {
            return bean == null ? url + " as " + username : "bean " + bean;
        }
    }
}
