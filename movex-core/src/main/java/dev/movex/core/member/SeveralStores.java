package dev.movex.core.member;

import dev.movex.core.control.Instruction;
import dev.movex.core.dialect.Push;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several stores as one, so that members and coordinator meet although one of them is away: everything is written to all,
 * and what is read is the newest of all that answer. A call fails if none answers. Thread-safe.
 */
public final class SeveralStores implements MemberStore {
    private final List<StoreLine> lines;

    /** Takes over the stores: closing this closes them. */
    public SeveralStores(List<? extends MemberStore> stores) {
        this.lines = stores.stream().map(StoreLine::new).toList();
    }

    /** Returns the stores, each as it is asked here: off the caller's thread, with limited patience. */
    List<StoreLine> lines() {
        return lines;
    }

    private <T> List<T> ask(StoreLine.Call<T> call) throws SQLException {
        List<StoreLine.Answer<T>> asked =
                lines.stream().map(line -> line.ask(call)).toList();
        List<T> answers = new ArrayList<>();
        SQLException failure = null;
        for (StoreLine.Answer<T> answer : asked) {
            try {
                answers.add(answer.get());
            } catch (SQLException e) {
                failure = e;
            }
        }
        if (answers.isEmpty()) {
            throw failure != null
                    ? failure
                    : new SQLTransientConnectionException("Movex: there is no store of members.", "08001");
        }
        return answers;
    }

    @Override
    public void put(MemberEntry entry) throws SQLException {
        ask(store -> {
            store.put(entry);
            return true;
        });
    }

    /** Of two entries of one member the newer one tells what it does; it lives if it lives in one of the stores. */
    @Override
    public List<MemberEntry.Stored> members() throws SQLException {
        Map<String, MemberEntry.Stored> newest = new LinkedHashMap<>();
        ask(MemberStore::members).stream()
                .flatMap(Collection::stream)
                .forEach(found -> newest.merge(found.entry().member(), found, SeveralStores::newer));
        return List.copyOf(newest.values());
    }

    private static MemberEntry.Stored newer(MemberEntry.Stored a, MemberEntry.Stored b) {
        Duration age = a.age().compareTo(b.age()) < 0 ? a.age() : b.age();
        return new MemberEntry.Stored(a.entry().sequence() >= b.entry().sequence() ? a.entry() : b.entry(), age);
    }

    @Override
    public void remove(String member) throws SQLException {
        ask(store -> {
            store.remove(member);
            return true;
        });
    }

    @Override
    public Optional<Instruction> instruction() throws SQLException {
        return ask(MemberStore::instruction).stream()
                .flatMap(Optional::stream)
                .max((a, b) -> Long.compare(a.number(), b.number()));
    }

    @Override
    public boolean post(Instruction instruction) throws SQLException {
        return !ask(store -> store.post(instruction)).contains(false);
    }

    @Override
    public void describe(String member, String json) throws SQLException {
        ask(store -> {
            store.describe(member, json);
            return true;
        });
    }

    @Override
    public Map<String, String> descriptions() throws SQLException {
        Map<String, String> all = new LinkedHashMap<>();
        ask(MemberStore::descriptions).forEach(all::putAll);
        return all;
    }

    @Override
    public boolean elect(String coordinator, Duration lease) throws SQLException {
        SQLException failure = new SQLTransientConnectionException("Movex: there is no store of members.", "08001");
        boolean answered = false;
        // one after the other: of two that stand at once, both might win one store, and keep it from each other for
        // good
        for (StoreLine line : lines) {
            try {
                if (!line.ask(store -> store.elect(coordinator, lease)).get()) {
                    return false;
                }
                answered = true;
            } catch (SQLException e) {
                failure = e;
            }
        }
        if (!answered) {
            throw failure;
        }
        return true;
    }

    @Override
    public Optional<String> acting() throws SQLException {
        return ask(MemberStore::acting).stream().flatMap(Optional::stream).findFirst();
    }

    @Override
    public Optional<AutoCloseable> watch(Push.Topic topic, Runnable changed) {
        List<AutoCloseable> watches = new ArrayList<>();
        lines.forEach(line -> line.store().watch(topic, changed).ifPresent(watches::add));
        return watches.isEmpty()
                ? Optional.empty()
                : Optional.of(() -> {
                    for (AutoCloseable watch : watches) {
                        watch.close();
                    }
                });
    }

    @Override
    public void close() {
        lines.forEach(StoreLine::close);
    }
}
