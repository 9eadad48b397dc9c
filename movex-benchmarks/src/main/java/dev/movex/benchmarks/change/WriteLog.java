package dev.movex.benchmarks.change;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** Says in a file what a writer has begun and what was acknowledged. What was written survives the end of the process. */
final class WriteLog implements AutoCloseable {
    private final OutputStream out;

    WriteLog(Path folder, long writer) throws IOException {
        this.out = Files.newOutputStream(
                folder.resolve(writer + ".log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    void begun(long sequence) throws IOException {
        note('b', sequence);
    }

    void acknowledged(long sequence) throws IOException {
        note('a', sequence);
    }

    private void note(char what, long sequence) throws IOException {
        out.write((what + Long.toString(sequence) + '\n').getBytes(StandardCharsets.US_ASCII));
    }

    /** A line that its process could not finish is none. */
    static Stream<String> lines(Path file) throws IOException {
        String all = Files.readString(file, StandardCharsets.US_ASCII);
        return all.substring(0, all.lastIndexOf('\n') + 1).lines();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
