package io.stageline.capture.tail.mysql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import io.stageline.embedded.EmbeddedMySql;
import io.stageline.testing.MySqlDatabase;
import io.stageline.testing.MySqlServer;
import io.stageline.testing.MySqlServers;
import io.stageline.testing.Servers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server that speaks TLS 1.3 only, with the certificates it made for itself, and accounts by caching_sha2_password that its cache does not know.
class StagingTlsIT {
    private static final char[] SECRET = "secret".toCharArray();
    private static Path folder;
    private static EmbeddedMySql server;

    @BeforeAll
    static void startServer() {
        folder = Servers.freshFolder("mysql-tls");
        server =
                EmbeddedMySql.start(
                        MySqlServers.program(), folder, Map.of("tls-version", "TLSv1.3"));
    }

    @AfterAll
    static void stopServer() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void comesEncrypted() throws IOException {
        connect("REQUIRE SSL", "");
        connect("REQUIRE SSL", "?SslMode=required");
        assertThatThrownBy(() -> connect("REQUIRE SSL", "?sslMode=DISABLED"))
                .hasMessageContaining("Access denied");
        assertThatThrownBy(() -> connect("REQUIRE SSL", "?useSSL=false"))
                .hasMessageContaining("Access denied");
    }

    @Test
    void comesUnencryptedByTheServersPublicKey() throws IOException {
        connect("REQUIRE NONE", "?sslMode=DISABLED&allowPublicKeyRetrieval=true");
    }

    @Test
    void verifiesTheServerByTheUrlsKeyStore() throws IOException, GeneralSecurityException {
        String trusted =
                "&trustCertificateKeyStorePassword=secret&trustCertificateKeyStoreUrl="
                        + trustStore();
        connect("REQUIRE SSL", "?sslMode=VERIFY_CA" + trusted);
        connect("REQUIRE SSL", "?verifyServerCertificate=true" + trusted);
        assertThatThrownBy(() -> connect("REQUIRE SSL", "?sslMode=VERIFY_CA"))
                .hasStackTraceContaining("unable to find valid certification path");
        // the certificate that the server made for itself names no host
        assertThatThrownBy(() -> connect("REQUIRE SSL", "?sslMode=VERIFY_IDENTITY" + trusted))
                .hasStackTraceContaining("No subject alternative names present");
    }

    @Test
    void showsTheCertificateOfTheUrlsKeyStore() throws IOException, GeneralSecurityException {
        String own =
                "&clientCertificateKeyStorePassword=secret&clientCertificateKeyStoreUrl="
                        + clientStore();
        connect("REQUIRE X509", "?sslMode=REQUIRED" + own);
        assertThatThrownBy(() -> connect("REQUIRE X509", "?sslMode=REQUIRED"))
                .hasMessageContaining("Access denied");
    }

    @Test
    void namesAKeyStoreItCannotRead() {
        assertThatThrownBy(() ->
                        connect("REQUIRE SSL", "?clientCertificateKeyStoreUrl=file:/nowhere.p12"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientCertificateKeyStoreUrl=file:/nowhere.p12");
    }

    /// Reads the binlog to its end as a new account that meets this demand.
    private static void connect(String demand, String parameters) throws IOException {
        String account = "a" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        var mysql = new MySqlServer("127.0.0.1", server.port(), server.user(), server.password());
        try (MySqlDatabase staging = mysql.createDatabase()) {
            staging.execute(
                    """
                    CREATE USER %1$s IDENTIFIED WITH caching_sha2_password BY 'pass word' %2$s;
                    GRANT REPLICATION SLAVE, REPLICATION CLIENT ON *.* TO %1$s;
                    FLUSH PRIVILEGES
                    """
                            .formatted(account, demand));
            var client = new BinaryLogClient("127.0.0.1", server.port(), account, "pass word");
            client.setServerId(2);
            client.setBlocking(false);
            StagingTls.set(client, StagingAddress.parse(staging.url() + parameters));
            client.connect();
        }
    }

    private static String trustStore() throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setCertificateEntry("ca", certificate("ca.pem"));
        return written(store, "trusted.p12");
    }

    private static String clientStore() throws IOException, GeneralSecurityException {
        KeyStore store = emptyStore();
        store.setKeyEntry(
                "client",
                key("client-key.pem"),
                SECRET,
                new Certificate[] {certificate("client-cert.pem")});
        return written(store, "client.p12");
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate certificate(String name)
            throws IOException, GeneralSecurityException {
        try (InputStream stream = Files.newInputStream(folder.resolve("data").resolve(name))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(stream);
        }
    }

    private static PrivateKey key(String name) throws IOException, GeneralSecurityException {
        String text = Files.readString(folder.resolve("data").resolve(name));
        byte[] key = Base64.getMimeDecoder().decode(text.replaceAll("-----[^-]+-----", ""));
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(key));
    }

    private static String written(KeyStore store, String name)
            throws IOException, GeneralSecurityException {
        Path file = folder.resolve(name);
        try (OutputStream stream = Files.newOutputStream(file)) {
            store.store(stream, SECRET);
        }
        return file.toUri().toString();
    }
}
