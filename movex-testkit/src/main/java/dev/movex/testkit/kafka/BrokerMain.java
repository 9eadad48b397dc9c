package dev.movex.testkit.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** The process of a broker: prepares its folder at the first start, and ends when whoever started it does. */
final class BrokerMain {
    private static final String CLUSTER = "bW92ZXgtdGVzdC1icm9rZQ";

    private BrokerMain() {}

    /** @param arguments the file of properties, and the folder of the data */
    public static void main(String[] arguments) {
        Thread parent = new Thread(BrokerMain::endWithParent, "parent");
        parent.setDaemon(true);
        parent.start();
        if (!Files.exists(Path.of(arguments[1], "meta.properties"))) {
            String[] format = {"format", "--cluster-id", CLUSTER, "--config", arguments[0]};
            int code = StorageTool.execute(
                    format, new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
            if (code != 0) {
                throw new IllegalStateException("the folder of the broker could not be prepared: " + code);
            }
        }
        Kafka.main(new String[] {arguments[0]});
    }

    /** The pipe from the parent ends when the parent does, however that came about. */
    private static void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            // as good as its end
        }
        Runtime.getRuntime().halt(1);
    }
}
