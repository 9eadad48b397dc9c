package dev.movex.zookeeper;

import dev.movex.core.member.MemberStore;
import dev.movex.testkit.member.MemberStoreContract;
import org.apache.curator.test.TestingServer;
import org.junit.jupiter.api.BeforeEach;

/** Members that meet in a real ZooKeeper server. */
class ZooKeeperMemberStoreTest extends MemberStoreContract {
    private TestingServer server;

    @BeforeEach
    void start() throws Exception {
        server = new TestingServer();
    }

    @Override
    protected void closeServer() throws Exception {
        server.close();
    }

    @Override
    protected MemberStore open(String migration) {
        return ZooKeeperMemberStore.connect(server.getConnectString(), migration);
    }
}
