package dev.movex.server;

import dev.movex.server.config.ServeConfigReader;
import dev.movex.testkit.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A control plane in a process of its own, to be killed. It ends when its line does. */
final class FollowerProcess {
    private FollowerProcess() {}

    static Process start(Path file, Map<String, String> secrets, Path log) throws IOException {
        ProcessBuilder builder = JavaProgram.of(List.of("-Xmx256m"), FollowerProcess.class, file.toString());
        builder.environment().putAll(secrets);
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    public static void main(String[] arguments) throws Exception {
        ControlPlane plane = ControlPlane.start(new ServeConfigReader(Path.of(arguments[0]), System.getenv()).read());
        if (System.in.read() < 0) {
            Runtime.getRuntime().halt(0);
        }
        new CountDownLatch(1).await();
        plane.close();
    }
}
