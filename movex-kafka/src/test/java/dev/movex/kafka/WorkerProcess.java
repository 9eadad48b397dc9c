package dev.movex.kafka;

import dev.movex.core.access.Databases;
import dev.movex.core.access.Pauser;
import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.control.ControlAuthority;
import dev.movex.core.event.RepairWorker;
import dev.movex.core.repair.Repairer;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.process.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A repair worker in a process of its own, to be killed. It ends when its line does. */
final class WorkerProcess {
    private WorkerProcess() {}

    static Process start(RepairLab lab, KafkaSettings settings) throws IOException {
        Process process = JavaProgram.of(
                        List.of("-Xmx128m", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error"), WorkerProcess.class)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines = new ArrayList<>(
                List.of(lab.migration(), settings.servers(), settings.topic(), settings.deadLetterTopic()));
        for (dev.movex.core.Side side : dev.movex.core.Side.values()) {
            Database database = lab.database(side);
            lines.addAll(List.of(database.url(), database.username(), database.password()));
        }
        OutputStream line = process.getOutputStream();
        line.write((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        line.flush();
        return process;
    }

    /** Reads what it needs from its line. */
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String migration = in.readLine();
        KafkaSettings settings = KafkaSettings.of(in.readLine())
                .withTopics(in.readLine(), in.readLine())
                .withClient(TestBroker.SOON);
        RenewedDataSource src = source(in);
        Databases databases = Databases.of(src, source(in));
        KafkaTransport transport = KafkaTransport.open(migration, "", settings);
        RepairWorker worker = new RepairWorker(
                transport.subscribe(),
                Repairer.standard(RepairLab.plan(migration, databases), databases),
                new ControlAuthority(migration, databases),
                transport.deadLetters(),
                Pauser.real());
        worker.start();
        if (in.readLine() == null) {
            Runtime.getRuntime().halt(0);
        }
        new CountDownLatch(1).await();
    }

    private static RenewedDataSource source(BufferedReader in) throws IOException {
        String url = in.readLine();
        String user = in.readLine();
        String password = in.readLine();
        return new RenewedDataSource(url, user, () -> password);
    }
}
