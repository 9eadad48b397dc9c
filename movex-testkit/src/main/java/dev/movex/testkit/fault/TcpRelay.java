package dev.movex.testkit.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A line to a server that can be slowed, frozen, cut and closed. Clients connect to {@link #port} on the loopback
 * interface; the port stays the same whatever is done to the line.
 *
 * <p>Thread-safe. A fault is in force when the method that sets it returns; faults of different kinds add up until
 * {@link #restore}.
 */
public final class TcpRelay implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress server;
    private final LineState line = new LineState();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private @Nullable ServerSocket listener;
    private @Nullable Thread accepting;
    private final List<Socket> held = new ArrayList<>();
    private boolean holding;
    private boolean closed;

    private TcpRelay(InetSocketAddress server) throws IOException {
        this.server = server;
        this.port = listen(0);
    }

    /** Opens a relay in front of a server. */
    public static TcpRelay to(String host, int port) {
        try {
            return new TcpRelay(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException("no relay to " + host + ":" + port, e);
        }
    }

    /** Returns the local port that clients connect to. */
    public int port() {
        return port;
    }

    /** Returns the number of connections that are open. */
    public int connections() {
        return connections.size();
    }

    /** Returns how often servers have begun to answer what clients had sent: the round trips so far, over all connections. */
    public long trips() {
        return line.trips();
    }

    /** Delays all bytes, each direction by its own time; throughput is not limited. */
    public void latency(Duration toServer, Duration toClient) {
        line.delay(toServer, toClient);
    }

    /** Delays both directions by the same number of milliseconds, so that a round trip takes twice as long. */
    public void latency(long millisEachWay) {
        latency(Duration.ofMillis(millisEachWay), Duration.ofMillis(millisEachWay));
    }

    /** Forwards nothing any more. Connections stay open and new ones are accepted: the silence of a lost network. */
    public void freeze() {
        line.freeze(true);
    }

    /** Lets new connections wait; open ones go on. */
    public synchronized void hold() {
        holding = true;
    }

    /** Returns the number of new connections that wait. */
    public synchronized int held() {
        return held.size();
    }

    /** Resets every open connection. New ones are accepted. */
    public void cut() {
        List.copyOf(connections).forEach(Connection::reset);
    }

    /** Refuses new connections. Open ones go on. */
    public void refuse() {
        ServerSocket current;
        Thread acceptor;
        synchronized (this) {
            current = listener;
            acceptor = accepting;
            listener = null;
        }
        if (current != null && acceptor != null) {
            close(current);
            awaitEnd(acceptor);
        }
    }

    /** The kernel goes on to accept for as long as a thread waits in the call, even on a closed socket. */
    private static void awaitEnd(Thread acceptor) {
        try {
            acceptor.join(CONNECT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Refuses new connections and resets the open ones, as a dead server does. */
    public void down() {
        refuse();
        cut();
    }

    /** Takes all faults back: accepts, forwards at once, thaws. Connections that were cut stay cut. */
    public synchronized void restore() {
        if (closed) {
            throw new IllegalStateException("the relay on port " + port + " is closed");
        }
        line.delay(Duration.ZERO, Duration.ZERO);
        line.freeze(false);
        if (listener == null) {
            try {
                listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException("the relay cannot listen on port " + port + " again", e);
            }
        }
        holding = false;
        held.forEach(this::join);
        held.clear();
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            held.forEach(Connection::closeQuietly);
            held.clear();
        }
        refuse();
        line.freeze(false);
        cut();
    }

    @Override
    public String toString() {
        return "relay on port " + port + " to " + server;
    }

    private synchronized int listen(int wanted) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 200);
        listener = socket;
        Thread thread = new Thread(() -> accept(socket), "relay-accept-" + socket.getLocalPort());
        thread.setDaemon(true);
        accepting = thread;
        thread.start();
        return socket.getLocalPort();
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                accepted(socket.accept(), socket);
            } catch (IOException closedOrBroken) {
                // a closed listener ends the loop; a failed client is that client's matter
            }
        }
    }

    private void accepted(Socket client, ServerSocket acceptedBy) {
        synchronized (this) {
            if (holding) {
                held.add(client);
                return;
            }
        }
        Connection connection = join(client);
        if (acceptedBy.isClosed()) {
            // accepted in the moment of refuse(): a cut that followed may have missed it
            connection.reset();
        }
    }

    private Connection join(Socket client) {
        Socket upstream = new Socket();
        Connection connection = new Connection(client, upstream, line, connections::remove);
        try {
            upstream.connect(server, CONNECT_MILLIS);
            connections.add(connection);
            connection.start();
        } catch (IOException unreachable) {
            connection.reset();
        }
        return connection;
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
