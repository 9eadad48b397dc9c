package dev.movex.doublewrite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.lang.ref.Cleaner;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What a stream held, for reading more than once: in memory up to a limit, in a file beyond it, which goes when nobody
 * can read it any more. Thread-safe once it is made.
 */
final class Spool {
    /** How many bytes stay in memory. */
    static final int IN_MEMORY = 1 << 20;

    private static final Cleaner CLEANER = Cleaner.create(Threads.named("spool"));
    private static final int STEP = 1 << 14;

    private final byte[] start;
    private final @Nullable FileChannel rest;
    private final long length;

    private Spool(byte[] start, @Nullable FileChannel rest, long length) {
        this.start = start;
        this.rest = rest;
        this.length = length;
        if (rest != null) {
            CLEANER.register(this, () -> closeQuietly(rest));
        }
    }

    /**
     * Reads a stream.
     *
     * @param atMost how many bytes the driver would read; what follows them stays in the stream
     */
    static Spool of(InputStream in, long atMost) throws IOException {
        return read((buffer, max) -> in.read(buffer, 0, max), atMost);
    }

    /** As {@link #of(InputStream, long)}, for characters. */
    static Spool of(Reader reader, long atMost) throws IOException {
        char[] chars = new char[STEP / 2];
        return read(
                (buffer, max) -> {
                    int got = reader.read(chars, 0, max / 2);
                    if (got > 0) {
                        ByteBuffer.wrap(buffer).asCharBuffer().put(chars, 0, got);
                    }
                    return got < 0 ? got : got * 2;
                },
                atMost > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : atMost * 2);
    }

    private static Spool read(Source source, long atMost) throws IOException {
        ByteArrayOutputStream start = new ByteArrayOutputStream();
        byte[] buffer = new byte[STEP];
        FileChannel file = null;
        long length = 0;
        boolean done = false;
        try {
            int got;
            while (length < atMost && (got = source.read(buffer, (int) Math.min(STEP, atMost - length))) >= 0) {
                if (file == null && length + got > IN_MEMORY) {
                    file = file();
                }
                if (file == null) {
                    start.write(buffer, 0, got);
                } else {
                    write(file, ByteBuffer.wrap(buffer, 0, got));
                }
                length += got;
            }
            done = true;
            return new Spool(start.toByteArray(), file, length);
        } finally {
            if (!done && file != null) {
                closeQuietly(file);
            }
        }
    }

    private static FileChannel file() throws IOException {
        Path path = Files.createTempFile("movex", ".spool");
        return FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void write(FileChannel file, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            file.write(bytes);
        }
    }

    private static void closeQuietly(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns how many bytes it holds; two for each character. */
    long length() {
        return length;
    }

    /** Returns whether a part of it is in a file. */
    boolean inFile() {
        return rest != null;
    }

    /** Returns its bytes from the first one on. */
    InputStream bytes() {
        return rest == null ? new ByteArrayInputStream(start) : new Bytes(this);
    }

    /** Returns its characters from the first one on. */
    Reader chars() {
        return new Chars(bytes());
    }

    private int at(long position, byte[] into, int offset, int max) throws IOException {
        if (position < start.length) {
            int part = (int) Math.min(max, start.length - position);
            System.arraycopy(start, (int) position, into, offset, part);
            return part;
        }
        FileChannel file = rest;
        return file == null ? -1 : file.read(ByteBuffer.wrap(into, offset, max), position - start.length);
    }

    private static final class Bytes extends InputStream {
        private final Spool spool;
        private long position;

        Bytes(Spool spool) {
            this.spool = spool;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int max) throws IOException {
            int got = max == 0 ? 0 : spool.at(position, into, offset, max);
            position += Math.max(0, got);
            return got;
        }
    }

    private static final class Chars extends Reader {
        private final InputStream bytes;

        Chars(InputStream bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read(char[] into, int offset, int max) throws IOException {
            byte[] read = bytes.readNBytes(2 * Math.min(max, STEP));
            if (read.length == 0) {
                return max == 0 ? 0 : -1;
            }
            CharBuffer chars = ByteBuffer.wrap(read).asCharBuffer();
            int count = chars.remaining();
            chars.get(into, offset, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    private interface Source {
        int read(byte[] buffer, int max) throws IOException;
    }
}
