package dev.movex.server.config;

import dev.movex.core.Closest;
import dev.movex.scheduler.SettingsText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys that the file may have. A star stands for a name that is free to choose. */
final class Keys {
    private static final List<String> FIXED = List.of(
            "server.address",
            "server.port",
            "server.prefix",
            "server.api-prefix",
            "server.hosts",
            "server.calls-per-second",
            "server.goodbye",
            "server.tls.key-store",
            "server.tls.password",
            "server.tls.password-file",
            "server.tls.certificate",
            "server.tls.key",
            "auth.tokens.*.role",
            "auth.tokens.*.token",
            "auth.tokens.*.token-file",
            "auth.users.*.role",
            "auth.users.*.password-hash",
            "auth.jwt.issuer",
            "auth.jwt.jwk-set",
            "auth.jwt.key-file",
            "auth.jwt.audience",
            "auth.jwt.claim",
            "auth.jwt.roles.viewer",
            "auth.jwt.roles.operator",
            "auth.jwt.roles.admin",
            "events.repairers",
            "events.kafka.servers",
            "events.kafka.topic",
            "events.kafka.dead-letter-topic",
            "events.kafka.partitions",
            "events.kafka.replication",
            "events.kafka.publish-wait",
            "events.kafka.client-file",
            "migrations.*.mode",
            "migrations.*.change-log",
            "migrations.*.source.url",
            "migrations.*.source.user",
            "migrations.*.source.password",
            "migrations.*.source.password-file",
            "migrations.*.source.pool-size",
            "migrations.*.target.url",
            "migrations.*.target.user",
            "migrations.*.target.password",
            "migrations.*.target.password-file",
            "migrations.*.target.pool-size",
            "migrations.*.tables.schemas",
            "migrations.*.tables.include",
            "migrations.*.tables.exclude");

    private Keys() {}

    static List<String> all() {
        return Stream.concat(FIXED.stream(), SettingsText.names().stream().map(name -> "migrations.*.settings." + name))
                .toList();
    }

    /** Returns whether the key names a table, whose name has dots: to map it, or to say which columns tell its rows apart. */
    static boolean ofTable(String key) {
        return key.matches("migrations\\.[^.]+\\.tables\\.(mapping|keys)\\..+");
    }

    /** Returns whether what stands under the key is a secret. */
    static boolean secret(String key) {
        return key.endsWith(".password") || key.endsWith(".token") || key.endsWith(".password-hash");
    }

    /** Returns what is wrong with a key, or nothing. */
    static Optional<String> fault(String key) {
        // who reads a mapping knows its words
        return ofTable(key) || all().stream().anyMatch(known -> fits(known, key))
                ? Optional.empty()
                : Optional.of("'" + key + "' is not known." + hint(key));
    }

    /** The names that were chosen are kept in the word that was probably meant. */
    private static String hint(String key) {
        List<String> mine = List.of(key.split("\\.", -1));
        List<String> candidates = new ArrayList<>();
        for (String known : all()) {
            List<String> theirs = new ArrayList<>(List.of(known.split("\\.", -1)));
            for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
                if (theirs.get(i).equals("*")) {
                    theirs.set(i, mine.get(i));
                }
            }
            candidates.add(String.join(".", theirs));
        }
        return Closest.hint(key, candidates);
    }

    private static boolean fits(String known, String key) {
        String[] theirs = known.split("\\.", -1);
        String[] mine = key.split("\\.", -1);
        if (theirs.length != mine.length) {
            return false;
        }
        for (int i = 0; i < mine.length; i++) {
            if (!theirs[i].equals(mine[i]) && !(theirs[i].equals("*") && !mine[i].isEmpty())) {
                return false;
            }
        }
        return true;
    }
}
