package dev.movex.testkit.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * MySQL as {@code tools/fetch-mysql} unpacks it, or an installation of one's own. It is looked for in the system
 * property {@code movex.mysql.home}, in the environment variable {@code MOVEX_MYSQL_HOME}, and where the script puts it.
 */
record MySqlBinaries(Path home) implements ServerBinaries {
    static Optional<String> unavailable() {
        Path home = home(System.getProperty("movex.mysql.home"), System.getenv("MOVEX_MYSQL_HOME"));
        return Files.isExecutable(program(home))
                ? Optional.empty()
                : Optional.of("no MySQL server in " + home
                        + "; run tools/fetch-mysql, or set MOVEX_MYSQL_HOME to the folder of an installation");
    }

    static MySqlBinaries found() throws IOException {
        Optional<String> reason = unavailable();
        if (reason.isPresent()) {
            throw new IOException(reason.get());
        }
        return new MySqlBinaries(home(System.getProperty("movex.mysql.home"), System.getenv("MOVEX_MYSQL_HOME")));
    }

    private static Path home(@Nullable String property, @Nullable String variable) {
        String named = property != null ? property : variable;
        return named != null && !named.isBlank()
                ? Path.of(named).toAbsolutePath()
                : Path.of(System.getProperty("user.home"), ".cache", "movex", "mysql");
    }

    /** Returns the script's starter, which brings the loader and the libraries along, or the program itself. */
    private static Path program(Path home) {
        Path starter = home.resolve("mysqld");
        return Files.exists(starter) ? starter : home.resolve("bin/mysqld");
    }

    @Override
    public List<String> command() {
        List<String> command = new ArrayList<>(List.of(program(home).toString(), "--no-defaults"));
        Path fetched = home.resolve("root/usr");
        if (Files.isDirectory(fetched)) {
            Path share = fetched.resolve("share/mysql");
            command.addAll(List.of(
                    "--basedir=" + fetched,
                    "--lc-messages-dir=" + share,
                    "--character-sets-dir=" + share.resolve("charsets"),
                    "--plugin-dir=" + fetched.resolve("lib/mysql/plugin")));
        } else {
            command.add("--basedir=" + home);
        }
        command.addAll(List.of("--secure-file-priv=NULL", "--mysqlx=OFF", "--innodb-redo-log-capacity=8388608"));
        return command;
    }

    @Override
    public String version() {
        try {
            Path program = program(home);
            return Integer.toHexString(List.of(program.toString(), Files.getLastModifiedTime(program))
                    .hashCode());
        } catch (IOException e) {
            throw new DatabaseServerException("MySQL vanished from " + home, e);
        }
    }

    @Override
    public void initialise(Path data) throws IOException {
        List<String> command = new ArrayList<>(command());
        command.addAll(MySqlFamilyProcess.user());
        command.addAll(List.of("--datadir=" + data, "--initialize-insecure"));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("initialise.log").toFile())
                .start();
        MySqlFamilyProcess.awaitEnd(process, "mysqld --initialize-insecure");
        // the server's identity: each copy makes one of its own
        Files.deleteIfExists(data.resolve("auto.cnf"));
    }
}
