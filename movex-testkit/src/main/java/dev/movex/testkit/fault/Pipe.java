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
 * One direction of a connection. The reading thread writes as well, when a piece is due; while pieces follow one
 * another closely, a second thread writes, so that a delay costs time but not throughput. A question and its answer
 * need the first alone: each thread more that wakes is work that a benchmark would charge to the line.
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
            boolean alone = true;
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                forward(buffer, length, alone);
                // what came during a wait was not read when it came: from here on the second thread waits
                alone = in.available() == 0;
            }
            forward(buffer, -1, false);
        } catch (IOException broken) {
            connection.reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.reset();
        }
    }

    private void forward(byte[] buffer, int length, boolean alone) throws IOException, InterruptedException {
        long delay = line.delayNanos(towardsServer);
        if ((delay == 0 || alone) && pending.get() == 0) {
            awaitDue(System.nanoTime() + delay);
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
                    awaitDue(piece.due());
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

    private static void awaitDue(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
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
