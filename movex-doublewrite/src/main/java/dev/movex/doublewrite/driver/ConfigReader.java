package dev.movex.doublewrite.driver;

import dev.movex.core.Closest;
import dev.movex.core.MovexException;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMapping;
import dev.movex.core.plan.TableMappings;
import dev.movex.doublewrite.Ack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads the file behind a {@code jdbc:movex:} URL, and tells all that is wrong with it at once. Used once. */
final class ConfigReader {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
    private static final Pattern SECRET = Pattern.compile("(?i)[?&;](password|pwd|pass)=|//[^/@:]*:[^/@]*@");
    private static final Pattern SERVED = Pattern.compile("migrations\\.([^.]+)\\.(tables\\.mapping\\..*)");
    private static final String MAPPING = "tables.mapping.";
    private static final String STAND_IN = "tables.keys.";
    private static final List<String> KEYS = List.of(
            "migration",
            "member",
            "ack",
            "strict",
            "processes",
            "pool",
            "tables.schemas",
            "tables.include",
            "tables.exclude",
            "source.url",
            "source.user",
            "source.password",
            "source.password-file",
            "source.pool-size",
            "target.url",
            "target.user",
            "target.password",
            "target.password-file",
            "target.pool-size");

    private final Path file;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();
    private Map<String, String> values = Map.of();

    ConfigReader(Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /** @throws MovexException with code {@code CONFIG}, naming everything that is wrong */
    DriverConfig read() {
        readText();
        for (String key : values.keySet()) {
            if (!key.startsWith(MAPPING) && !key.startsWith(STAND_IN) && !KEYS.contains(key)) {
                problems.add("'" + key + "' is not known." + Closest.hint(key, KEYS));
            }
        }
        DriverConfig config = new DriverConfig(
                required("migration"),
                required("member"),
                ack(),
                choice("strict", "false", List.of("true", "false")).equals("true"),
                choice("processes", "one", List.of("one", "several")).equals("several"),
                choice("pool", Pools.hikariIsThere() ? "hikari" : "none", List.of("hikari", "none"))
                        .equals("hikari"),
                PlanOptions.all()
                        .inSchemas(list("tables.schemas"))
                        .tables(list("tables.include"), list("tables.exclude"))
                        .withKeys(keys())
                        .withMappings(mappings()),
                endpoint("source"),
                endpoint("target"));
        if (config.hikari() && !Pools.hikariIsThere()) {
            problems.add("'pool' is hikari, which is not on the class path; add com.zaxxer:HikariCP, or say none.");
        }
        throwProblems();
        return config;
    }

    /** @throws MovexException with code {@code CONFIG}, naming everything that is wrong with the mappings */
    List<TableMapping> mappingsAlone() {
        readText();
        values = ofOneMigration(values);
        List<TableMapping> mappings = mappings();
        if (mappings.isEmpty()) {
            problems.add("nothing stands under '" + MAPPING.substring(0, MAPPING.length() - 1) + "'.");
        }
        throwProblems();
        return mappings;
    }

    /** The file of {@code movex serve} has them under the migration that they belong to; of several it does not say whose. */
    private static Map<String, String> ofOneMigration(Map<String, String> values) {
        Map<String, String> inner = new LinkedHashMap<>();
        Set<String> migrations = new HashSet<>();
        values.forEach((key, value) -> {
            Matcher served = SERVED.matcher(key);
            if (served.matches()) {
                migrations.add(served.group(1));
                inner.put(served.group(2), value);
            }
        });
        return migrations.size() == 1 ? inner : values;
    }

    private void readText() {
        String text = text(file);
        boolean properties = file.toString().endsWith(".properties");
        values = properties ? FlatText.properties(text) : FlatText.yaml(text, problems);
    }

    private void throwProblems() {
        if (!problems.isEmpty()) {
            throw new MovexException(
                    "CONFIG",
                    "The configuration " + file + " has errors:\n- " + String.join("\n- ", problems) + "\n",
                    "Mend them.");
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new MovexException(
                    "CONFIG",
                    "The configuration " + file + " can't be read ("
                            + e.getClass().getSimpleName() + ").",
                    "Name a readable file, in a URL as jdbc:movex:/path/to/movex.yaml.",
                    e);
        }
    }

    private Ack ack() {
        return Ack.valueOf(choice(
                        "ack",
                        "primary",
                        Arrays.stream(Ack.values())
                                .map(a -> a.name().toLowerCase(Locale.ROOT))
                                .toList())
                .toUpperCase(Locale.ROOT));
    }

    private DriverConfig.Endpoint endpoint(String side) {
        String url = required(side + ".url");
        if (!url.isEmpty() && !url.startsWith("jdbc:")) {
            problems.add("'" + side + ".url' is not a JDBC URL.");
        }
        if (SECRET.matcher(url).find()) {
            problems.add("'" + side + ".url' holds a password; write ${NAME} into '" + side + ".password' instead.");
        }
        return new DriverConfig.Endpoint(url, required(side + ".user"), password(side), poolSize(side));
    }

    private int poolSize(String side) {
        String written = value(side + ".pool-size", "10");
        if (written.matches("[1-9][0-9]{0,3}")) {
            return Integer.parseInt(written);
        }
        problems.add("'" + side + ".pool-size' is not a number from 1 to 9999.");
        return 1;
    }

    /** A file is read anew for each connection, so that its password can be changed while the process runs. */
    private Supplier<String> password(String side) {
        String key = side + ".password";
        String from = value(key + "-file", "");
        String written = values.getOrDefault(key, "");
        if (!from.isEmpty() && !written.isEmpty()) {
            problems.add("'" + key + "' and '" + key + "-file' are both there; leave one out.");
        }
        if (!from.isEmpty()) {
            return ofFile(key + "-file", from);
        }
        if (!written.isEmpty() && !VARIABLE.matcher(written).matches()) {
            problems.add(
                    "'" + key + "' is written out; write ${NAME} and set the variable, or use '" + key + "-file'.");
            return () -> "";
        }
        String known = value(key, "");
        return () -> known;
    }

    private Supplier<String> ofFile(String key, String path) {
        Path base = file.toAbsolutePath().getParent();
        Path found = base == null ? Path.of(path) : base.resolve(path);
        if (!Files.isReadable(found)) {
            problems.add("the file of '" + key + "' can't be read.");
        }
        return RenewedDataSource.passwordOf(found);
    }

    private String choice(String key, String usual, List<String> known) {
        String written = value(key, usual).toLowerCase(Locale.ROOT);
        if (known.contains(written)) {
            return written;
        }
        problems.add("'" + key + "' is none of " + String.join(", ", known) + "." + Closest.hint(written, known));
        return usual;
    }

    private List<String> list(String key) {
        return Arrays.stream(value(key, "").split(","))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** The columns that stand in for missing primary keys, by the names of tables, which have dots. */
    private Map<String, List<String>> keys() {
        return values.keySet().stream()
                .filter(key -> key.startsWith(STAND_IN))
                .collect(Collectors.toMap(key -> key.substring(STAND_IN.length()), this::list));
    }

    private List<TableMapping> mappings() {
        Map<String, String> own = new LinkedHashMap<>();
        values.keySet().stream()
                .filter(key -> key.startsWith(MAPPING))
                .forEach(key -> own.put(key.substring(MAPPING.length()), value(key, "")));
        return TableMappings.read(own, MAPPING, problems);
    }

    private String required(String key) {
        if (!values.containsKey(key)) {
            problems.add("'" + key + "' is missing.");
        }
        return value(key, "");
    }

    private String value(String key, String usual) {
        String written = values.getOrDefault(key, usual);
        StringBuilder replaced = new StringBuilder();
        Matcher variables = VARIABLE.matcher(written);
        while (variables.find()) {
            String found = environment.get(variables.group(1));
            if (found == null) {
                problems.add("'" + key + "' names the variable " + variables.group(1) + ", which is not set.");
            }
            variables.appendReplacement(replaced, Matcher.quoteReplacement(found == null ? "" : found));
        }
        variables.appendTail(replaced);
        return replaced.toString();
    }
}
