package dev.movex.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Java program in a process of its own, which starts fast and takes little: to be killed, or put to sleep. */
public final class JavaProgram {
    private JavaProgram() {}

    /**
     * Returns what starts the program, with the class path of this one.
     *
     * @param options of the virtual machine, such as {@code -Xmx128m}
     */
    public static ProcessBuilder of(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }
}
