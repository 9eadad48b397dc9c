package dev.movex.scheduler;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in front of a PostgreSQL server as a pooler does: clients are given ids of its own for their sessions. */
final class FalseIds implements AutoCloseable {
    private static final byte[] KEY_DATA = {'K', 0, 0, 0, 12};
    private static final int LOWEST_BYTE_OF_ID = KEY_DATA.length + 3;

    private final ServerSocket server;
    private final int behind;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FalseIds(int behind) throws IOException {
        this.behind = behind;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "false-ids");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket to = new Socket(InetAddress.getLoopbackAddress(), behind);
                sockets.add(client);
                sockets.add(to);
                start(() -> pump(client, to, false));
                start(() -> pump(to, client, true));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private static void pump(Socket from, Socket to, boolean falsify) {
        byte[] bytes = new byte[16_384];
        boolean told = !falsify;
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            for (int n = in.read(bytes); n > 0; n = in.read(bytes)) {
                told = told || falsified(bytes, n);
                out.write(bytes, 0, n);
                out.flush();
            }
        } catch (IOException e) {
            // one of them has gone
        }
    }

    private static boolean falsified(byte[] bytes, int length) {
        for (int i = 0; i + LOWEST_BYTE_OF_ID < length; i++) {
            int same = 0;
            while (same < KEY_DATA.length && bytes[i + same] == KEY_DATA[same]) {
                same++;
            }
            if (same == KEY_DATA.length) {
                bytes[i + LOWEST_BYTE_OF_ID] ^= 1;
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
