package dev.movex.benchmarks.change;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A line between two processes on the loopback interface that takes messages as JSON, one a line. */
final class Line implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Socket socket;
    private final BufferedReader in;
    private final Writer out;

    Line(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
    }

    static Line to(int port) throws IOException {
        return new Line(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    synchronized void send(Object message) throws IOException {
        out.write(JSON.writeValueAsString(message));
        out.write('\n');
        out.flush();
    }

    /** Receives a message; null if the other end is gone. */
    <T> @Nullable T receive(Class<T> type) throws IOException {
        String line = in.readLine();
        return line == null ? null : JSON.readValue(line, type);
    }

    <T> T expect(Class<T> type) throws IOException {
        T received = receive(type);
        if (received == null) {
            throw new IOException("the other process is gone");
        }
        return received;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
