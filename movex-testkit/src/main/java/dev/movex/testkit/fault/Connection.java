package dev.movex.testkit.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client and its server, joined by two pipes. */
final class Connection {
    private final Socket client;
    private final Socket server;
    private final LineState line;
    private final Consumer<Connection> onEnd;
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicInteger running = new AtomicInteger(2);

    Connection(Socket client, Socket server, LineState line, Consumer<Connection> onEnd) {
        this.client = client;
        this.server = server;
        this.line = line;
        this.onEnd = onEnd;
    }

    void start() throws IOException {
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        new Pipe(this, client, server, line, true).start();
        new Pipe(this, server, client, line, false).start();
    }

    boolean isOpen() {
        return open.get();
    }

    /** Bytes have been passed on. */
    void passed(boolean towardsServer) {
        if (towardsServer) {
            asked.set(true);
        } else if (asked.getAndSet(false)) {
            line.tripDone();
        }
    }

    /** One direction came to its regular end; with the second one the connection ends. */
    void pipeEnded() {
        if (running.decrementAndGet() == 0) {
            end();
        }
    }

    /** Ends both sides with a reset, as a cut line or a killed process does. */
    void reset() {
        lingerNot(client);
        lingerNot(server);
        end();
    }

    private void end() {
        if (open.compareAndSet(true, false)) {
            closeQuietly(client);
            closeQuietly(server);
            line.wake();
            onEnd.accept(this);
        }
    }

    private static void lingerNot(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // nothing is left to reset
        }
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // the socket is gone either way
        }
    }
}
