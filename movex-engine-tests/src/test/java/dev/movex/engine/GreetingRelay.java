package dev.movex.engine;

import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.ServerKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Hands everything through but the number of the session in the server's greeting, as poolers do that have their own. */
final class GreetingRelay implements AutoCloseable {
    private final ServerSocket door;
    private final int port;
    private final boolean postgres;
    private final List<Socket> open = new ArrayList<>();

    private GreetingRelay(Database database) throws IOException {
        this.door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.port = database.server().port();
        this.postgres = database.server().kind() == ServerKind.POSTGRESQL;
    }

    static GreetingRelay before(Database database) throws IOException {
        GreetingRelay relay = new GreetingRelay(database);
        daemon(relay::accept);
        return relay;
    }

    int port() {
        return door.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // one of the two ends was closed
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = door.accept();
            Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
            synchronized (open) {
                open.add(client);
                open.add(server);
            }
            daemon(() -> client.getInputStream().transferTo(server.getOutputStream()));
            daemon(() -> answer(server.getInputStream(), client.getOutputStream()));
        }
    }

    private void answer(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[16 * 1024];
        boolean changed = false;
        for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
            int place = changed ? -1 : place(buffer, read);
            if (place >= 0) {
                buffer[place] ^= 1;
                changed = true;
            }
            to.write(buffer, 0, read);
            to.flush();
        }
    }

    /** Returns where the last byte of the session's number is, or −1. */
    private int place(byte[] bytes, int length) {
        if (!postgres) {
            // length and number of the packet, the protocol's version, the server's version with a 0 at its end
            int end = 5;
            while (end < length && bytes[end] != 0) {
                end++;
            }
            return end + 1 < length ? end + 1 : -1;
        }
        for (int i = 0; i + 8 < length; i++) {
            if (bytes[i] == 'K' && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 3] == 0 && bytes[i + 4] == 12) {
                return i + 8;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        door.close();
        synchronized (open) {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
