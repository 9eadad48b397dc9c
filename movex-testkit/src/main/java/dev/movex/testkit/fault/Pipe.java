package dev.movex.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of a connection. Without delay the reading thread writes as well; with delay a second thread writes
 * each piece when it is due, so that a delay costs time but not throughput.
 */
final class Pipe {
    private static final int PIECE = 32 * 1024;
    private static final int PIECES_ON_THE_LINE = 1024;

    private final Connection connection;
    private final Socket from;
    private final Socket to;
    private final LineState line;
    private final boolean towardsServer;
    private final BlockingQueue<Piece> delayed = new ArrayBlockingQueue<>(PIECES_ON_THE_LINE);
    // raised by the reading thread alone: at zero it may write itself
    private final AtomicInteger pending = new AtomicInteger();
    private boolean writerStarted;

    Pipe(Connection connection, Socket from, Socket to, LineState line, boolean towardsServer) {
        this.connection = connection;
        this.from = from;
        this.to = to;
        this.line = line;
        this.towardsServer = towardsServer;
    }

    void start() {
        startThread(this::read, "read");
    }

    private void read() {
        byte[] buffer = new byte[PIECE];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                forward(buffer, length);
            }
            forward(buffer, -1);
        } catch (IOException broken) {
            connection.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.reset();
        }
    }

    private void forward(byte[] buffer, int length) throws IOException, InterruptedException {
        long delay = line.delayNanos(towardsServer);
        if (delay == 0 && pending.get() == 0) {
            write(buffer, length);
            return;
        }
        byte[] bytes = length < 0 ? new byte[0] : Arrays.copyOf(buffer, length);
        pending.incrementAndGet();
        startWriter();
        Piece piece = new Piece(bytes, length, System.nanoTime() + delay);
        while (!delayed.offer(piece, 1, TimeUnit.SECONDS)) {
            if (!connection.isOpen()) {
                return;
            }
        }
    }

    private void startWriter() {
        if (!writerStarted) {
            writerStarted = true;
            startThread(this::writeDelayed, "write");
        }
    }

    private void writeDelayed() {
        try {
            while (connection.isOpen()) {
                Piece piece = delayed.poll(1, TimeUnit.SECONDS);
                if (piece != null) {
                    awaitDue(piece);
                    write(piece.bytes(), piece.length());
                    pending.decrementAndGet();
                }
            }
        } catch (IOException broken) {
            connection.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.reset();
        }
    }

    private static void awaitDue(Piece piece) {
        for (long left = piece.due() - System.nanoTime(); left > 0; left = piece.due() - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void write(byte[] bytes, int length) throws IOException, InterruptedException {
        line.awaitThaw(connection);
        if (length >= 0) {
            OutputStream out = to.getOutputStream();
            connection.passed(towardsServer);
            out.write(bytes, 0, length);
        } else {
            to.shutdownOutput();
            connection.pipeEnded();
        }
    }

    private void startThread(Runnable work, String name) {
        Thread thread = new Thread(work, "relay-" + name + (towardsServer ? "-to-server" : "-to-client"));
        thread.setDaemon(true);
        thread.start();
    }

    /** Bytes on the way; a negative length is the end of the stream. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(byte[] bytes, int length, long due) {}
}
