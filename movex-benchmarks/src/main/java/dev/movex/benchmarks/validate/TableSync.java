package dev.movex.benchmarks.validate;

import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** {@code pt-table-sync --print}, its passwords in a file that nobody else may read. */
record TableSync(Database src, Database dst) implements Peer {
    private static final String PROGRAM = "pt-table-sync";

    static boolean installed() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, PROGRAM))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String name() {
        return PROGRAM;
    }

    @Override
    public long run() throws IOException, InterruptedException {
        Path one = login(src.server());
        Path two = login(dst.server());
        try {
            List<String> command =
                    new ArrayList<>(List.of(PROGRAM, "--print", "--no-check-slave", "--no-check-triggers"));
            command.add(address(src, one));
            command.add(address(dst, two));
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            long printed;
            try (var lines = process.inputReader()) {
                printed = lines.lines().filter(line -> !line.isBlank()).count();
            }
            int code = process.waitFor();
            if (code != 0 && code != 2) {
                throw new IOException(PROGRAM + " ended with " + code);
            }
            return printed;
        } finally {
            Files.deleteIfExists(one);
            Files.deleteIfExists(two);
        }
    }

    private static String address(Database database, Path login) {
        return "h=" + database.server().host() + ",P=" + database.server().port() + ",D=" + database.name()
                + ",t=orders,F=" + login;
    }

    private static Path login(DatabaseServer server) throws IOException {
        Path file = Files.createTempFile(
                "movex-bench",
                ".cnf",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(file, "[client]\nuser=" + server.username() + "\npassword=" + server.password() + "\n");
        return file;
    }
}
