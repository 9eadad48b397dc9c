package dev.movex.server.config;

import dev.movex.core.MovexException;
import dev.movex.core.plan.PlanOptions;
import dev.movex.core.plan.TableMappings;
import dev.movex.scheduler.Settings;
import dev.movex.scheduler.SettingsText;
import dev.movex.server.Authentication;
import dev.movex.server.ServerOptions;
import dev.movex.springboot.Role;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the file that a server is started with, and tells all that is wrong with it at once. Used once. */
public final class ServeConfigReader {
    private static final List<String> ROLES =
            Arrays.stream(Role.values()).map(Role::wire).toList();

    private final Path file;
    private final List<String> problems = new ArrayList<>();
    private final Values values;

    /**
     * Reads the text of the file.
     *
     * @param environment the variables that {@code ${NAME}} and {@code ${NAME:usual}} mean
     * @throws MovexException with code {@code CONFIG} if it can't be read
     */
    public ServeConfigReader(Path file, Map<String, String> environment) {
        this.file = file;
        this.values = new Values(file, YamlText.read(text(file), problems), environment, problems);
        for (String key : values.keys()) {
            Keys.fault(key).ifPresent(fault -> problems.add("line " + values.line(key) + ": " + fault));
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
                    "Name a readable file with -c.",
                    e);
        }
    }

    /** Returns the names of all keys that a file may have; a star stands for a name that is free to choose. */
    public static List<String> keys() {
        return Keys.all();
    }

    /** @throws MovexException with code {@code CONFIG}, naming everything that is wrong */
    public ServeConfig read() {
        ServerOptions server = server();
        List<ServeConfig.MigrationSetup> migrations = new ArrayList<>();
        for (String name : values.names("migrations")) {
            migrations.add(migration(name));
        }
        if (migrations.isEmpty()) {
            problems.add("'migrations' is missing; name at least one.");
        }
        Optional<ServeConfig.Events> events = new EventsReader(values).read();
        if (!problems.isEmpty()) {
            throw new MovexException(
                    "CONFIG",
                    "The configuration " + file + " has errors:\n- "
                            + String.join("\n- ", problems.stream().distinct().toList()) + "\n",
                    "Mend them; docs/server.md tells every key.");
        }
        return new ServeConfig(server, migrations, events);
    }

    /** Returns the keys and values as they take effect, secrets masked. */
    public Map<String, String> effective() {
        return values.effective();
    }

    private ServerOptions server() {
        return new ServerOptions(
                values.text("server.address", "127.0.0.1"),
                values.number("server.port", 8080, 0, 65_535),
                path("server.prefix", "/movex"),
                path("server.api-prefix", "/api/v1"),
                values.list("server.hosts"),
                authentication(),
                tls(),
                values.number("server.calls-per-second", 20, 0, 100_000),
                Duration.ofSeconds(values.number("server.goodbye", 10, 0, 3600)));
    }

    private String path(String key, String usual) {
        String path = values.text(key, usual);
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            values.problem(key, "must be a path like " + usual + ", without a slash at its end.");
            return usual;
        }
        return path;
    }

    private Optional<ServerOptions.Tls> tls() {
        if (!values.has("server.tls")) {
            return Optional.empty();
        }
        Optional<Path> store = values.file("server.tls.key-store");
        Optional<Path> certificate = values.file("server.tls.certificate");
        Optional<Path> key = values.file("server.tls.key");
        boolean pem = certificate.isPresent() && key.isPresent();
        if (store.isPresent() == pem) {
            values.problem("server.tls", "needs either key-store with its password, or certificate and key.");
        }
        String password =
                store.isPresent() ? values.secret("server.tls.password", true).get() : null;
        return Optional.of(
                new ServerOptions.Tls(store.orElse(null), password, certificate.orElse(null), key.orElse(null)));
    }

    private Authentication authentication() {
        List<Authentication.Token> tokens = new ArrayList<>();
        for (String name : values.names("auth.tokens")) {
            String key = "auth.tokens." + name;
            int before = problems.size();
            String secret = values.secret(key + ".token", true).get();
            boolean told = problems.size() > before; // that it is missing
            Role role = role(key + ".role");
            if (secret.length() >= Authentication.Token.SHORTEST) {
                tokens.add(new Authentication.Token(name, secret, role));
            } else if (!told) {
                values.problem(
                        key + ".token",
                        (secret.isEmpty()
                                        ? "is empty"
                                        : "is shorter than " + Authentication.Token.SHORTEST + " characters")
                                + "; make one with 'openssl rand -hex 32'.");
            }
        }
        List<Authentication.User> users = new ArrayList<>();
        for (String name : values.names("auth.users")) {
            String key = "auth.users." + name;
            String hash = values.needed(key + ".password-hash");
            if (!hash.isEmpty() && !hash.matches("\\$2[aby]\\$[0-9]{2}\\$[./A-Za-z0-9]{53}")) {
                values.problem(key + ".password-hash", "is no BCrypt hash; make one with 'htpasswd -nB " + name + "'.");
            }
            users.add(new Authentication.User(name, hash, role(key + ".role")));
        }
        return new Authentication(tokens, users, values.has("auth.jwt") ? Optional.of(jwt()) : Optional.empty());
    }

    private Role role(String key) {
        return Role.valueOf(values.choice(key, ROLES).toUpperCase(Locale.ROOT));
    }

    private Authentication.Jwt jwt() {
        Optional<String> issuer = values.text("auth.jwt.issuer");
        Optional<String> jwkSet = values.text("auth.jwt.jwk-set");
        Optional<Path> keyFile = values.file("auth.jwt.key-file");
        if (issuer.isEmpty() && jwkSet.isEmpty() && keyFile.isEmpty()) {
            values.problem("auth.jwt", "needs issuer, jwk-set or key-file.");
        }
        Map<Role, Set<String>> names = new EnumMap<>(Authentication.Jwt.USUAL_NAMES);
        for (Role role : Role.values()) {
            List<String> given = values.list("auth.jwt.roles." + role.wire());
            if (!given.isEmpty()) {
                names.put(role, Set.copyOf(given));
            }
        }
        return new Authentication.Jwt(
                issuer.orElse(null),
                jwkSet.map(this::uri).orElse(null),
                keyFile.orElse(null),
                values.text("auth.jwt.audience").orElse(null),
                values.text("auth.jwt.claim", "roles"),
                names);
    }

    private URI uri(String text) {
        if (!text.matches("https?://[^\\s]+")) {
            values.problem("auth.jwt.jwk-set", "is no address of HTTP.");
            return URI.create("http://localhost/");
        }
        return URI.create(text);
    }

    private ServeConfig.MigrationSetup migration(String name) {
        String key = "migrations." + name;
        Map<String, String> texts = new HashMap<>();
        for (String setting : SettingsText.names()) {
            values.text(key + ".settings." + setting).ifPresent(text -> texts.put(setting, text));
        }
        List<String> unreadable = new ArrayList<>();
        Settings settings = SettingsText.read(Settings.defaults(), texts, unreadable);
        unreadable.forEach(problem -> problems.add("'" + key + ".settings': " + problem));
        return new ServeConfig.MigrationSetup(
                name,
                endpoint(key + ".source"),
                endpoint(key + ".target"),
                tables(key + ".tables."),
                settings,
                changeLog(key));
    }

    private ServeConfig.ChangeLogUse changeLog(String key) {
        String mode = values.text(key + ".mode", "double-write");
        String log = values.text(key + ".change-log", mode.equals("follow") ? "true" : "false");
        if (!mode.equals("double-write") && !mode.equals("follow")) {
            values.problem(key + ".mode", "must be double-write or follow.");
        }
        if (!log.equals("true") && !log.equals("false")) {
            values.problem(key + ".change-log", "must be true or false.");
        }
        if (mode.equals("follow") && log.equals("false")) {
            values.problem(key + ".change-log", "can't be false where mode is follow.");
        }
        if (mode.equals("follow")) {
            return ServeConfig.ChangeLogUse.FOLLOW;
        }
        return log.equals("true") ? ServeConfig.ChangeLogUse.VALIDATE : ServeConfig.ChangeLogUse.NONE;
    }

    private PlanOptions tables(String key) {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String each : values.keys()) {
            if (each.startsWith(key + "keys.")) {
                keys.put(each.substring((key + "keys.").length()), values.list(each));
            } else if (each.startsWith(key + "mapping.")) {
                values.text(each).ifPresent(text -> mapping.put(each.substring((key + "mapping.").length()), text));
            }
        }
        return PlanOptions.all()
                .inSchemas(values.list(key + "schemas"))
                .tables(values.list(key + "include"), values.list(key + "exclude"))
                .withKeys(keys)
                .withMappings(TableMappings.read(mapping, key + "mapping.", problems));
    }

    private ServeConfig.Endpoint endpoint(String key) {
        String url = values.needed(key + ".url");
        if (!url.isEmpty() && !url.startsWith("jdbc:")) {
            values.problem(key + ".url", "is not a JDBC URL.");
        }
        if (url.matches("(?i).*([?&;](password|pwd|pass)=|//[^/@:]*:[^/?]*@).*")) {
            values.problem(key + ".url", "holds a password; use '" + key + ".password' instead.");
        }
        return new ServeConfig.Endpoint(
                url,
                values.needed(key + ".user"),
                values.secret(key + ".password", true),
                values.number(key + ".pool-size", 12, 2, 1000));
    }
}
