package dev.movex.springboot.embed;

import dev.movex.core.Closest;
import dev.movex.core.MovexException;
import dev.movex.scheduler.Settings;
import dev.movex.scheduler.SettingsText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds everything that is wrong with the properties at once. */
final class PropertiesCheck {
    private final Collection<String> beans;
    private final List<String> problems = new ArrayList<>();

    private PropertiesCheck(Collection<String> beans) {
        this.beans = beans;
    }

    /**
     * Checks the properties.
     *
     * @param beans the names of the application's data sources
     * @throws MovexException with code {@code CONFIG}, naming everything that is wrong
     */
    static void check(MovexProperties properties, Collection<String> beans) {
        PropertiesCheck check = new PropertiesCheck(beans);
        Set<String> migrations = new HashSet<>();
        new TreeMap<>(properties.dataSources()).forEach((name, wrapped) -> {
            String where = "movex.data-sources." + name;
            check.bean(where, name);
            check.wrapped(where, wrapped);
            if (wrapped.migration() != null && !migrations.add(wrapped.migration())) {
                check.problems.add(where + ".migration is '" + wrapped.migration()
                        + "', as that of another data source; each needs a name of its own.");
            }
        });
        if (!check.problems.isEmpty()) {
            throw new MovexException(
                    "CONFIG",
                    "The properties of Movex have errors:\n- " + String.join("\n- ", check.problems) + "\n",
                    "Mend them, or switch Movex off with movex.enabled=false.");
        }
    }

    private void bean(String where, String name) {
        if (!beans.contains(name)) {
            problems.add(where + ": no bean '" + name + "' is a DataSource; there are " + beans + "."
                    + Closest.hint(name, beans));
        }
    }

    private void wrapped(String where, MovexProperties.Wrapped wrapped) {
        needed(where + ".migration", wrapped.migration());
        needed(where + ".member", wrapped.member());
        MovexProperties.Target target = wrapped.target();
        if (target.bean() == null) {
            needed(where + ".target.url", target.url());
            needed(where + ".target.username", target.username());
            String url = target.url();
            if (url != null && !url.startsWith("jdbc:")) {
                problems.add(where + ".target.url is not a JDBC URL.");
            }
            if (url != null && url.matches("(?i).*([?&;](password|pwd|pass)=|//[^/@:]*:[^/?]*@).*")) {
                problems.add(where + ".target.url holds a password; set " + where + ".target.password instead.");
            }
        } else {
            bean(where + ".target.bean", target.bean());
            if (target.url() != null) {
                problems.add(where + ".target has both bean and url; leave one out.");
            }
        }
        List<String> ofTables = new ArrayList<>();
        wrapped.tables(ofTables);
        ofTables.forEach(problem -> problems.add(where + ": " + problem));
        positive(where + ".target.pool-size", target.poolSize());
        positive(where + ".own-pool-size", wrapped.ownPoolSize());
        settings(where + ".settings", wrapped.settings());
    }

    private void settings(String where, Map<String, String> settings) {
        List<String> names = SettingsText.names();
        for (String name : new TreeMap<>(settings).keySet()) {
            if (!names.contains(name)) {
                problems.add(where + "." + name + " is not known." + Closest.hint(name, names));
            }
        }
        List<String> unreadable = new ArrayList<>();
        SettingsText.read(Settings.defaults(), settings, unreadable);
        unreadable.forEach(problem -> problems.add(where + ": " + problem));
    }

    private void needed(String where, @Nullable String value) {
        if (value == null || value.isBlank()) {
            problems.add(where + " is missing.");
        }
    }

    private void positive(String where, int value) {
        if (value < 1) {
            problems.add(where + " must be 1 or more.");
        }
    }
}
