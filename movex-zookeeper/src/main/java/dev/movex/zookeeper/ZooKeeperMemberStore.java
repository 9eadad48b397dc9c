package dev.movex.zookeeper;

import dev.movex.core.control.Instruction;
import dev.movex.core.dialect.Push;
import dev.movex.core.member.MemberEntry;
import dev.movex.core.member.MemberStore;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.recipes.cache.CuratorCache;
import org.apache.curator.retry.RetryOneTime;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Members meet in a ZooKeeper ensemble, beneath {@code /movex}. Used beside the databases, which keep the control rows:
 * an ensemble that is away makes nobody stop. Its watches tell members of a change as fast as LISTEN and NOTIFY do. No node
 * is ephemeral, so that a session which is lost for a moment costs no member its registration; ages are counted by the
 * servers' clock. Thread-safe.
 */
public final class ZooKeeperMemberStore implements MemberStore {
    private static final String MEMBERS = "members";
    private static final String DESCRIPTIONS = "descriptions";
    private static final String INSTRUCTION = "instruction";
    private static final String ACTING = "acting";
    private static final int SESSION_MILLIS = 10_000;
    private static final int CONNECT_MILLIS = 5_000;
    private static final int RETRY_MILLIS = 100;

    private final CuratorFramework client;
    private final boolean ownsClient;
    private final String root;

    private ZooKeeperMemberStore(CuratorFramework client, boolean ownsClient, String migration) {
        this.client = client;
        this.ownsClient = ownsClient;
        this.root = "/movex/" + encode(migration);
    }

    /**
     * Returns the store of a migration on a client that is started, and that its owner closes.
     *
     * @param client retries little, since callers ask other stores meanwhile
     */
    public static ZooKeeperMemberStore on(CuratorFramework client, String migration) {
        return new ZooKeeperMemberStore(client, false, migration);
    }

    /**
     * Returns the store of a migration on a client of its own. Does not wait for the ensemble.
     *
     * @param servers host and port of each server, with commas between them
     */
    public static ZooKeeperMemberStore connect(String servers, String migration) {
        CuratorFramework client = CuratorFrameworkFactory.newClient(
                servers, SESSION_MILLIS, CONNECT_MILLIS, new RetryOneTime(RETRY_MILLIS));
        client.start();
        return new ZooKeeperMemberStore(client, true, migration);
    }

    private static String encode(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private String path(String what) {
        return root + "/" + what;
    }

    private String path(String what, String name) {
        return path(what) + "/" + encode(name);
    }

    @Override
    public void put(MemberEntry entry) throws SQLException {
        write(path(MEMBERS, entry.member()), entry.toJson());
    }

    @Override
    public List<MemberEntry.Stored> members() throws SQLException {
        return asked(() -> {
            long now = now();
            List<MemberEntry.Stored> all = new ArrayList<>();
            for (Node node : children(MEMBERS).values()) {
                all.add(new MemberEntry.Stored(MemberEntry.ofJson(node.text()), node.age(now)));
            }
            return all;
        });
    }

    @Override
    public void remove(String member) throws SQLException {
        asked(() -> {
            client.delete().quietly().forPath(path(MEMBERS, member));
            client.delete().quietly().forPath(path(DESCRIPTIONS, member));
            return true;
        });
    }

    @Override
    public Optional<Instruction> instruction() throws SQLException {
        return asked(() -> Optional.ofNullable(node(path(INSTRUCTION))).map(n -> Instruction.ofJson(n.text())));
    }

    @Override
    public boolean post(Instruction instruction) throws SQLException {
        return asked(() -> {
            Node newest = node(path(INSTRUCTION));
            return (newest == null || Instruction.ofJson(newest.text()).number() < instruction.number())
                    && replaced(path(INSTRUCTION), newest, instruction.toJson());
        });
    }

    @Override
    public void describe(String member, String json) throws SQLException {
        write(path(DESCRIPTIONS, member), json);
    }

    @Override
    public Map<String, String> descriptions() throws SQLException {
        return asked(() -> {
            Map<String, String> all = new LinkedHashMap<>();
            children(DESCRIPTIONS).forEach((name, node) -> all.put(name, node.text()));
            return all;
        });
    }

    @Override
    public boolean elect(String coordinator, Duration lease) throws SQLException {
        return asked(() -> {
            Node acting = node(path(ACTING));
            boolean free = acting == null
                    || acting.text().equals(coordinator)
                    || acting.age(now()).compareTo(lease.plus(lease.dividedBy(8))) > 0;
            return free && replaced(path(ACTING), acting, coordinator);
        });
    }

    @Override
    public Optional<String> acting() throws SQLException {
        return asked(() -> Optional.ofNullable(node(path(ACTING))).map(Node::text));
    }

    @Override
    public Optional<AutoCloseable> watch(Push.Topic topic, Runnable changed) {
        CuratorCache cache = CuratorCache.build(client, path(topic == Push.Topic.MEMBERS ? MEMBERS : INSTRUCTION));
        cache.listenable().addListener((type, before, after) -> changed.run());
        cache.start();
        changed.run(); // what happened before may be news to the one who watches
        return Optional.of(cache);
    }

    private record Node(String text, Stat stat) {
        Duration age(long now) {
            return Duration.ofMillis(Math.max(0, now - stat.getMtime()));
        }
    }

    /** Returns the time by the servers' clock: that of a node which was written right now. */
    private long now() throws Exception {
        String clock = path("clock");
        write(clock, "");
        Node written = node(clock);
        return written == null ? 0 : written.stat().getMtime();
    }

    private @Nullable Node node(String path) throws Exception {
        try {
            Stat stat = new Stat();
            byte[] data = client.getData().storingStatIn(stat).forPath(path);
            return new Node(new String(data, StandardCharsets.UTF_8), stat);
        } catch (KeeperException.NoNodeException e) {
            return null;
        }
    }

    private Map<String, Node> children(String what) throws Exception {
        Map<String, Node> all = new LinkedHashMap<>();
        try {
            for (String name : client.getChildren().forPath(path(what))) {
                Node node = node(path(what) + "/" + name);
                if (node != null) {
                    all.put(URLDecoder.decode(name, StandardCharsets.UTF_8), node);
                }
            }
        } catch (KeeperException.NoNodeException e) {
            // nobody has written one
        }
        return all;
    }

    private void write(String path, String text) throws SQLException {
        asked(() -> client.create()
                .orSetData()
                .creatingParentsIfNeeded()
                .forPath(path, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Replaces a node if it still is the one that was read. */
    private boolean replaced(String path, @Nullable Node read, String text) throws Exception {
        byte[] data = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (read == null) {
                client.create().creatingParentsIfNeeded().forPath(path, data);
            } else {
                client.setData().withVersion(read.stat().getVersion()).forPath(path, data);
            }
            return true;
        } catch (KeeperException.NodeExistsException | KeeperException.BadVersionException e) {
            return false;
        }
    }

    private static <T> T asked(Callable<T> question) throws SQLException {
        try {
            return question.call();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(e);
        } catch (Exception e) {
            throw unanswered(e);
        }
    }

    private static SQLException unanswered(Exception cause) {
        return new SQLTransientConnectionException(
                "Movex: the ZooKeeper ensemble does not answer ("
                        + cause.getClass().getSimpleName() + ").",
                "08001",
                cause);
    }

    @Override
    public void close() {
        if (ownsClient) {
            client.close();
        }
    }
}
