package dev.movex.cli;

import dev.movex.core.Side;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.DatabasePair;
import dev.movex.testkit.database.SharedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A command on two real databases. */
abstract class DatabaseCommandTest {
    @TempDir
    Path folder;

    final DatabasePair databases = SharedPostgres.pair();

    @AfterEach
    void drop() {
        databases.close();
    }

    CommandRun run(String command, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(command));
        for (Side side : Side.values()) {
            Database database = databases.of(side);
            String option = "--" + side.label().toLowerCase(Locale.ROOT);
            Path password = Files.writeString(folder.resolve(side.label()), database.password() + "\n");
            arguments.addAll(List.of(option + "-url", database.url(), option + "-user", database.username()));
            arguments.addAll(List.of(option + "-password-file", password.toString()));
        }
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    void execute(Side side, String... texts) throws SQLException {
        try (Connection connection = databases.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (String text : texts) {
                statement.execute(text);
            }
        }
    }

    long number(Side side, String text) throws SQLException {
        try (Connection connection = databases.of(side).dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(text)) {
            row.next();
            return row.getLong(1);
        }
    }
}
