import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Removes guards in turn and shows that a test notices. A guard is a piece of code that keeps a promise; a
 * {@code *.guards} file beside this one says how to take it out and which test must fail then.
 *
 * <pre>
 * java guards/RemoveGuards.java [--only NAME]... [--list] [--online] [--timeout SECONDS]
 *
 * guard: W2 primary commits first
 * file: movex-doublewrite/src/main/java/dev/movex/doublewrite/X.java
 * module: movex-doublewrite
 * test: ClassName#method
 * --- find
 * whole lines, which must occur exactly once
 * --- replace
 * the lines to put there; may be none
 * --- end
 * </pre>
 *
 * Works in one copy of the tree in a temporary folder. Every test must first pass with all guards in place. Exit codes:
 * 0 every guard is noticed, 1 one is not, 2 the command line or a guards file can't be understood, 3 the tree can't be
 * copied or Maven can't be run.
 */
final class RemoveGuards {
    private static final String USAGE =
            "usage: java guards/RemoveGuards.java [--only NAME]... [--list] [--online] [--timeout SECONDS]";

    public static void main(String[] args) throws Exception {
        try {
            System.exit(run(Options.of(args)));
        } catch (UsageError e) {
            System.err.println(e.getMessage());
            System.exit(2);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("guards: " + e);
            System.exit(3);
        }
    }

    private static int run(Options options) throws Exception {
        Path root = Path.of(output(Path.of(""), "git", "rev-parse", "--show-toplevel").strip());
        List<Guard> guards = Guard.readAll(root.resolve("guards"), options.only());
        if (options.list()) {
            return list(root, guards);
        }
        Workshop workshop = Workshop.copyOf(root, options);
        Runtime.getRuntime().addShutdownHook(new Thread(workshop::close));
        Map<Guard, Verdict> verdicts = new LinkedHashMap<>();
        for (Guard guard : guards) {
            say((verdicts.size() + 1) + "/" + guards.size() + " " + guard.name());
            Verdict verdict = workshop.judge(guard);
            say("      " + verdict);
            verdicts.put(guard, verdict);
        }
        return report(verdicts);
    }

    /** Lists the guards, and fails if one of them is not where its entry says. */
    private static int list(Path root, List<Guard> guards) throws IOException {
        int lost = 0;
        for (Guard guard : guards) {
            System.out.println(guard.name() + "  →  " + guard.module() + " " + guard.test());
            int found = Files.readString(root.resolve(guard.file())).split(Pattern.quote(guard.find()), -1).length - 1;
            if (found != 1) {
                say(guard.name() + ": its text stands " + found + " times in " + guard.file() + ", not once");
                lost++;
            }
        }
        return lost == 0 ? 0 : 1;
    }

    private static int report(Map<Guard, Verdict> verdicts) {
        int name = width(verdicts.keySet().stream().map(Guard::name).toList(), "guard");
        int test = width(verdicts.keySet().stream().map(Guard::test).toList(), "test that must fail");
        String row = "%-" + name + "s  %-" + test + "s  %s%n";
        System.out.printf(row, "guard", "test that must fail", "verdict");
        verdicts.forEach((guard, verdict) -> System.out.printf(row, guard.name(), guard.test(), verdict));
        long noticed = verdicts.values().stream().filter(Verdict::noticed).count();
        System.out.println("guards " + verdicts.size() + ", noticed " + noticed);
        return noticed == verdicts.size() ? 0 : 1;
    }

    private static int width(List<String> cells, String head) {
        return Stream.concat(cells.stream(), Stream.of(head)).mapToInt(String::length).max().orElse(0);
    }

    static void say(String text) {
        System.err.println("guards: " + text);
    }

    static String output(Path folder, String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toAbsolutePath().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + process.exitValue());
        }
        return text;
    }

    static final class UsageError extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsageError(String message) {
            super(message);
        }
    }

    /** The command line. */
    record Options(List<String> only, boolean list, boolean online, Duration timeout) {
        static Options of(String[] args) {
            List<String> only = new ArrayList<>();
            boolean list = false;
            boolean online = false;
            Duration timeout = Duration.ofMinutes(10);
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--only" -> only.add(value(args, ++i));
                    case "--list" -> list = true;
                    case "--online" -> online = true;
                    case "--timeout" -> timeout = Duration.ofSeconds(Long.parseLong(value(args, ++i)));
                    default -> throw new UsageError("unknown option " + args[i] + "\n" + USAGE);
                }
            }
            return new Options(only, list, online, timeout);
        }

        private static String value(String[] args, int i) {
            if (i >= args.length) {
                throw new UsageError(args[i - 1] + " needs a value\n" + USAGE);
            }
            return args[i];
        }
    }

    /** How to take a guard out, and which test must fail then. */
    record Guard(String name, String file, String module, String test, String find, String replace) {
        static List<Guard> readAll(Path folder, List<String> only) throws IOException {
            List<Guard> guards = new ArrayList<>();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".guards")).sorted().toList()) {
                    guards.addAll(read(file));
                }
            }
            for (String name : only) {
                if (guards.stream().noneMatch(guard -> guard.name().contains(name))) {
                    throw new UsageError("no guard in " + folder + " with '" + name + "' in its name");
                }
            }
            guards.removeIf(guard -> !only.isEmpty() && only.stream().noneMatch(guard.name()::contains));
            return guards;
        }

        private static List<Guard> read(Path file) throws IOException {
            List<Guard> guards = new ArrayList<>();
            Map<String, String> head = new HashMap<>();
            Map<String, StringBuilder> parts = new HashMap<>();
            StringBuilder part = null;
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                String where = file.getFileName() + ":" + number;
                if (line.equals("--- end")) {
                    guards.add(of(where, head, parts));
                    head.clear();
                    parts.clear();
                    part = null;
                } else if (line.equals("--- find") || line.equals("--- replace")) {
                    part = new StringBuilder();
                    if (parts.put(line.substring(4), part) != null) {
                        throw new UsageError(where + ": a second '" + line + "' without '--- end' before it");
                    }
                } else if (part != null) {
                    part.append(line).append('\n');
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    int colon = line.indexOf(": ");
                    if (colon < 0) {
                        throw new UsageError(where + ": expected 'guard: …', 'file: …', 'module: …' or 'test: …'");
                    }
                    head.put(line.substring(0, colon), line.substring(colon + 2).strip());
                }
            }
            if (!head.isEmpty() || !parts.isEmpty()) {
                throw new UsageError(file.getFileName() + ": the last guard has no '--- end'");
            }
            return guards;
        }

        private static Guard of(String where, Map<String, String> head, Map<String, StringBuilder> parts) {
            for (String key : List.of("guard", "file", "module", "test")) {
                if (!head.containsKey(key)) {
                    throw new UsageError(where + ": the guard that ends here has no '" + key + ": '");
                }
            }
            if (!head.get("test").matches("[\\w$.]+#\\w+")) {
                throw new UsageError(where + ": 'test: ' must be ClassName#method");
            }
            if (!parts.containsKey("find") || !parts.containsKey("replace") || parts.get("find").isEmpty()) {
                throw new UsageError(where + ": the guard that ends here needs '--- find' with lines, and '--- replace'");
            }
            return new Guard(
                    head.get("guard"),
                    head.get("file"),
                    head.get("module"),
                    head.get("test"),
                    parts.get("find").toString(),
                    parts.get("replace").toString());
        }

        /** Returns the text without the guard; empty if its lines do not occur exactly once. */
        String removedFrom(String text) {
            String lines = "\n" + text;
            int at = lines.indexOf("\n" + find);
            if (at < 0 || lines.indexOf("\n" + find, at + 1) >= 0) {
                return "";
            }
            return (lines.substring(0, at + 1) + replace + lines.substring(at + 1 + find.length())).substring(1);
        }
    }

    /** What came of taking a guard out. */
    record Verdict(boolean noticed, String text) {
        static Verdict broken(String why) {
            return new Verdict(false, "BROKEN GUARD: " + why);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The copy of the tree in which guards are taken out. */
    static final class Workshop {
        private final Path folder;
        private final Options options;
        private final Map<String, TestRun> baselines = new HashMap<>();
        private volatile Process running;

        private Workshop(Path folder, Options options) {
            this.folder = folder;
            this.options = options;
        }

        /** Copies what git knows or would add, as it is now, and nothing that was built. */
        static Workshop copyOf(Path root, Options options) throws IOException, InterruptedException {
            Path folder = Files.createTempDirectory("movex-guards");
            String names = output(root, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
            for (String name : names.split("\0")) {
                Path from = root.resolve(name);
                if (Files.isRegularFile(from)) {
                    Path to = folder.resolve(name);
                    Files.createDirectories(to.getParent());
                    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
            return new Workshop(folder, options);
        }

        Verdict judge(Guard guard) throws Exception {
            Path file = folder.resolve(guard.file());
            if (!Files.isRegularFile(file)) {
                return Verdict.broken("there is no file " + guard.file());
            }
            String original = Files.readString(file);
            String removed = guard.removedFrom(original);
            if (removed.isEmpty()) {
                return Verdict.broken("its lines do not occur exactly once in " + guard.file());
            }
            TestRun baseline = baseline(guard);
            if (baseline != TestRun.PASSED) {
                return Verdict.broken("with all guards in place the test " + baseline.text);
            }
            Files.writeString(file, removed);
            try {
                TestRun run = run(guard);
                return switch (run) {
                    case FAILED -> new Verdict(true, "ok, the test failed");
                    case PASSED -> new Verdict(false, "NOT NOTICED, the test passed");
                    default -> Verdict.broken("without it the test " + run.text);
                };
            } finally {
                Files.writeString(file, original);
            }
        }

        private TestRun baseline(Guard guard) throws Exception {
            String key = guard.module() + " " + guard.test();
            TestRun known = baselines.get(key);
            if (known == null) {
                say("      first with all guards in place: " + key);
                known = run(guard);
                baselines.put(key, known);
            }
            return known;
        }

        private TestRun run(Guard guard) throws Exception {
            Path reports = folder.resolve(guard.module()).resolve("target/surefire-reports");
            delete(reports);
            List<String> command = new ArrayList<>(List.of("mvn", "-B", "-q"));
            if (!options.online()) {
                command.add("-o");
            }
            command.addAll(List.of(
                    "-pl",
                    guard.module(),
                    "-am",
                    "-Dtest=" + guard.test(),
                    "-Dsurefire.failIfNoSpecifiedTests=false",
                    "-Dspotless.check.skip=true",
                    "-Dmovex.nullaway.level=WARN",
                    "test"));
            Path log = folder.resolve("guards.log");
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            running = process;
            if (!process.waitFor(options.timeout().toSeconds(), TimeUnit.SECONDS)) {
                stop(process);
                return TestRun.TIMED_OUT;
            }
            TestRun run = TestRun.read(reports, guard.test());
            if (run == TestRun.DID_NOT_RUN) {
                tail(log);
            }
            return run;
        }

        private static void tail(Path log) throws IOException {
            List<String> lines = Files.readAllLines(log);
            lines.subList(Math.max(0, lines.size() - 15), lines.size()).forEach(line -> say("      | " + line));
        }

        private static void stop(Process process) throws InterruptedException {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
            process.waitFor();
        }

        /** Ends what still runs and removes the copy. */
        void close() {
            try {
                Process process = running;
                if (process != null && process.isAlive()) {
                    stop(process);
                }
                delete(folder);
            } catch (IOException | InterruptedException e) {
                say("could not remove " + folder + ": " + e);
            }
        }

        private static void delete(Path folder) throws IOException {
            if (!Files.exists(folder)) {
                return;
            }
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path dir, IOException error) throws IOException {
                    Files.delete(dir);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
    }

    /** How a test ended. */
    enum TestRun {
        PASSED("passes"),
        FAILED("fails"),
        SKIPPED("is skipped"),
        DID_NOT_RUN("does not run: it does not compile, or there is no such test"),
        TIMED_OUT("does not end in time");

        final String text;

        TestRun(String text) {
            this.text = text;
        }

        /** Reads the reports that a run has left; a method with parameters counts as failed if one of its runs did. */
        static TestRun read(Path reports, String test) throws Exception {
            if (!Files.isDirectory(reports)) {
                return DID_NOT_RUN;
            }
            TestRun result = DID_NOT_RUN;
            try (Stream<Path> files = Files.list(reports)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".xml")).toList()) {
                    NodeList cases = DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(file.toFile())
                            .getElementsByTagName("testcase");
                    for (int i = 0; i < cases.getLength(); i++) {
                        result = worse(result, of((Element) cases.item(i), test));
                    }
                }
            }
            return result;
        }

        private static TestRun of(Element testCase, String test) {
            String type = test.substring(0, test.indexOf('#'));
            String method = test.substring(test.indexOf('#') + 1);
            String typeRun = testCase.getAttribute("classname");
            boolean sameType = typeRun.equals(type) || typeRun.endsWith("." + type) || typeRun.endsWith("$" + type);
            if (!sameType || !testCase.getAttribute("name").matches(method + "(\\W.*)?")) {
                return DID_NOT_RUN;
            }
            if (has(testCase, "failure") || has(testCase, "error")) {
                return FAILED;
            }
            return has(testCase, "skipped") ? SKIPPED : PASSED;
        }

        private static boolean has(Element testCase, String child) {
            return testCase.getElementsByTagName(child).getLength() > 0;
        }

        private static TestRun worse(TestRun one, TestRun other) {
            List<TestRun> order = List.of(DID_NOT_RUN, SKIPPED, PASSED, FAILED);
            return order.indexOf(one) > order.indexOf(other) ? one : other;
        }
    }
}
