package dev.movex.testkit.member;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.movex.core.Pattern;
import dev.movex.core.control.Assignment;
import dev.movex.core.control.Instruction;
import dev.movex.core.control.MemberReport;
import dev.movex.core.dialect.Push;
import dev.movex.core.member.Bell;
import dev.movex.core.member.MemberEntry;
import dev.movex.core.member.MemberStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every {@link MemberStore} keeps to; each kind of store is a subclass that opens one. */
@Timeout(120)
public abstract class MemberStoreContract {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<MemberStore> opened = new ArrayList<>();

    /** Opens the store of a migration, as another process would. */
    protected abstract MemberStore open(String migration) throws Exception;

    private MemberStore opened() throws Exception {
        MemberStore store = open("a");
        opened.add(store);
        return store;
    }

    /** Ends what the stores were opened on, after they are closed. */
    protected void closeServer() throws Exception {}

    @AfterEach
    final void closeAll() throws Exception {
        opened.forEach(MemberStore::close);
        closeServer();
    }

    private static MemberEntry entry(String member, long sequence, Duration lease) {
        return MemberEntry.of(
                new MemberReport(member, 3, 7, MemberReport.NONE_OPEN, false), Pattern.SRC_FIRST, sequence, lease);
    }

    private static Instruction hold(long number) {
        return new Instruction.Hold(number, "c", 8, Duration.ofSeconds(5));
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        Bell never = new Bell();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            assertTrue(System.nanoTime() < deadline, "waited too long");
            never.awaitMillis(0, 5);
        }
    }

    @Test
    void aRegistrationIsReadByOthersUntilItIsRemoved() throws Exception {
        MemberStore member = opened();
        MemberStore coordinator = opened();
        member.put(entry("m", 1, LONG));
        member.put(entry("m", 2, LONG));
        List<MemberEntry.Stored> found = coordinator.members();
        assertEquals(
                List.of(entry("m", 2, LONG)),
                found.stream().map(MemberEntry.Stored::entry).toList());
        assertFalse(found.get(0).gone());
        member.remove("m");
        member.remove("m");
        assertEquals(List.of(), coordinator.members());
    }

    @Test
    void aMemberThatDoesNotRenewIsGoneAndComesBackWhenItDoes() throws Exception {
        MemberStore store = opened();
        store.put(entry("m", 1, SHORT));
        await(() -> store.members().get(0).gone());
        store.put(entry("m", 2, LONG));
        assertFalse(store.members().get(0).gone());
    }

    @Test
    void manyMembersRegisterAtOnce() throws Exception {
        List<Callable<Boolean>> puts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            MemberStore store = opened();
            String name = "m" + i;
            puts.add(() -> {
                for (int n = 1; n <= 20; n++) {
                    store.put(entry(name, n, LONG));
                }
                return true;
            });
        }
        together(puts);
        assertEquals(8, opened.get(0).members().size());
        opened.get(0).members().forEach(m -> assertEquals(20, m.entry().sequence()));
    }

    private static List<Boolean> together(List<Callable<Boolean>> calls) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(calls.size());
        try {
            List<Boolean> results = new ArrayList<>();
            for (Future<Boolean> result : threads.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theNewestInstructionStays() throws Exception {
        MemberStore coordinator = opened();
        MemberStore member = opened();
        assertEquals(Optional.empty(), member.instruction());
        assertTrue(coordinator.post(hold(4)));
        assertFalse(coordinator.post(hold(4)));
        assertFalse(coordinator.post(hold(3)));
        Instruction adopt =
                new Instruction.Adopt(5, "c", new Assignment(Pattern.DST_FIRST, 8, Set.of("public.t", "public.u")));
        assertTrue(coordinator.post(adopt));
        assertEquals(Optional.of(adopt), member.instruction());
    }

    @Test
    void ofSeveralThatPostOneNumberNoTwoAreTold() throws Exception {
        for (int round = 1; round <= 10; round++) {
            List<Callable<Boolean>> posts = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                MemberStore store = opened();
                Instruction mine = new Instruction.Release(round, "by " + i, 8);
                posts.add(() -> store.post(mine));
            }
            // where several stores are one, each may have taken another one: then all are told to try again
            assertTrue(together(posts).stream().filter(b -> b).count() <= 1);
            assertEquals(round, opened.get(0).instruction().orElseThrow().number());
        }
    }

    @Test
    void oneCoordinatorActsUntilItsLeaseIsOver() throws Exception {
        MemberStore first = opened();
        MemberStore second = opened();
        assertEquals(Optional.empty(), first.acting());
        assertTrue(first.elect("one", LONG));
        assertTrue(first.elect("one", LONG));
        assertFalse(second.elect("two", LONG));
        assertEquals(Optional.of("one"), second.acting());
        await(() -> second.elect("two", SHORT));
        assertFalse(first.elect("one", LONG));
    }

    @Test
    void ofManyThatStandForElectionOneIsElected() throws Exception {
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i : IntStream.range(0, 6).toArray()) {
            MemberStore store = opened();
            calls.add(() -> store.elect("c" + i, LONG));
        }
        assertEquals(1, together(calls).stream().filter(b -> b).count());
    }

    @Test
    void whatMembersTellOfThemselvesIsReadByTheirNames() throws Exception {
        MemberStore store = opened();
        store.describe("m", "{\"a\":1}");
        store.describe("n#1/2", "{\"b\":\"" + "x".repeat(50_000) + "\"}");
        store.describe("m", "{\"a\":2}");
        Map<String, String> told = opened().descriptions();
        assertEquals(Set.of("m", "n#1/2"), told.keySet());
        assertEquals("{\"a\":2}", told.get("m"));
    }

    @Test
    void migrationsDoNotSeeEachOther() throws Exception {
        MemberStore store = opened();
        store.put(entry("m", 1, LONG));
        store.post(hold(1));
        store.elect("one", LONG);
        MemberStore other = open("b");
        opened.add(other);
        assertEquals(List.of(), other.members());
        assertEquals(Optional.empty(), other.instruction());
        assertTrue(other.elect("two", LONG));
    }

    @Test
    void whoWatchesIsWoken() throws Exception {
        MemberStore store = opened();
        MemberStore watcher = opened();
        Bell members = new Bell();
        Bell instructions = new Bell();
        Optional<AutoCloseable> one = watcher.watch(Push.Topic.MEMBERS, members::ring);
        Optional<AutoCloseable> two = watcher.watch(Push.Topic.INSTRUCTIONS, instructions::ring);
        if (one.isEmpty() || two.isEmpty()) {
            return; // a store that can't push is polled
        }
        await(() -> members.count() > 0 && instructions.count() > 0);
        long before = members.count();
        store.put(entry("m", 1, LONG));
        await(() -> members.count() > before);
        long told = instructions.count();
        store.post(hold(1));
        await(() -> instructions.count() > told);
        one.get().close();
        two.get().close();
    }
}
