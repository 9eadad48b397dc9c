package dev.movex.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.movex.core.access.RenewedDataSource;
import dev.movex.core.dialect.Dialects;
import dev.movex.testkit.database.Database;
import dev.movex.testkit.database.EmbeddedMariaDbServer;
import dev.movex.testkit.database.EmbeddedMySqlServer;
import dev.movex.testkit.database.EmbeddedPostgresServer;
import dev.movex.testkit.database.ServerKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that speaks TLS with a certificate of its own, reached as the URL says. */
class EncryptedDatabaseTest {
    private static final String STORE_PASSWORD = "changeit";

    @TempDir
    private Path folder;

    /** A certificate and its key, as files of PEM. */
    private record Identity(Path certificate, Path key) {}

    @Test
    void sessionsAreEncryptedAsTheUrlSaysAndAnotherCertificateIsRefused() throws Exception {
        Identity own = identity("own");
        Identity other = identity("other");
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.builder()
                        .durable(false)
                        .setting("ssl", "on")
                        .setting("ssl_cert_file", own.certificate().toString())
                        .setting("ssl_key_file", own.key().toString())
                        .start();
                Database database = Database.create(server, "tls")) {
            assertThat(encrypted(database, "sslmode=verify-full&sslrootcert=" + own.certificate()))
                    .isTrue();
            assertThat(encrypted(database, "sslmode=disable")).isFalse();
            assertThatThrownBy(() -> encrypted(database, "sslmode=verify-full&sslrootcert=" + other.certificate()))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void sessionsWithMariaDbAreEncryptedToo() throws Exception {
        Identity own = identity("own");
        Identity other = identity("other");
        try (EmbeddedMariaDbServer server = EmbeddedMariaDbServer.builder()
                        .durable(false)
                        .setting("ssl-cert", own.certificate().toString())
                        .setting("ssl-key", own.key().toString())
                        .start();
                Database database = Database.create(server, "tls")) {
            assertThat(encrypted(database, "sslMode=verify-full&serverSslCert=" + own.certificate()))
                    .isTrue();
            assertThat(encrypted(database, "sslMode=disable")).isFalse();
            assertThatThrownBy(() -> encrypted(database, "sslMode=verify-full&serverSslCert=" + other.certificate()))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void sessionsWithMySqlAreEncryptedToo() throws Exception {
        assumeThat(ServerKind.MYSQL.unavailable()).isEmpty();
        Identity own = identity("own");
        identity("other");
        try (EmbeddedMySqlServer server = EmbeddedMySqlServer.builder()
                        .durable(false)
                        .setting("ssl-cert", own.certificate().toString())
                        .setting("ssl-key", own.key().toString())
                        .setting("ssl-ca", own.certificate().toString())
                        .start();
                Database database = Database.create(server, "tls")) {
            assertThat(encrypted(database, verified("own"))).isTrue();
            assertThat(encrypted(database, "sslMode=DISABLED")).isFalse();
            assertThatThrownBy(() -> encrypted(database, verified("other"))).isInstanceOf(SQLException.class);
        }
    }

    /** Connector/J reads certificates from a store alone. */
    private String verified(String name) throws Exception {
        char[] password = STORE_PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance(folder.resolve(name + ".p12").toFile(), password);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(name, keys.getCertificate(name));
        Path store = folder.resolve(name + "-trusted.p12");
        try (OutputStream out = Files.newOutputStream(store)) {
            trusted.store(out, password);
        }
        return "sslMode=VERIFY_CA&trustCertificateKeyStoreType=PKCS12&trustCertificateKeyStorePassword="
                + STORE_PASSWORD + "&trustCertificateKeyStoreUrl=" + store.toUri();
    }

    private static boolean encrypted(Database database, String options) throws SQLException {
        RenewedDataSource source =
                new RenewedDataSource(database.urlWith(options), database.username(), database::password);
        try (Connection connection = source.getConnection()) {
            return Dialects.of(connection).facts(connection).encrypted();
        }
    }

    private Identity identity(String name) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        STORE_PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
        assertThat(keytool.waitFor()).isZero();
        char[] password = STORE_PASSWORD.toCharArray();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        return new Identity(
                pem(name, "CERTIFICATE", keys.getCertificate(name).getEncoded()),
                pem(name, "PRIVATE KEY", keys.getKey(name, password).getEncoded()));
    }

    /** The server refuses a key that others can read. */
    private Path pem(String name, String kind, byte[] der) throws IOException {
        Path file = folder.resolve(name + "-" + kind.replace(' ', '-') + ".pem");
        String text = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
}
