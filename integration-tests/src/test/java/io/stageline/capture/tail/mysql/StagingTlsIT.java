package io.stageline.capture.tail.mysql;

import static org.assertj.core.api.Assertions.assertThat;
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
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server that speaks TLS 1.3 only, whose certificate names 127.0.0.1, and accounts by caching_sha2_password that its cache does not know.
class StagingTlsIT {
    private static final String SECRET = "secret";
    private static Path folder;
    private static EmbeddedMySql server;

    @BeforeAll
    static void startServer() throws Exception {
        folder = Servers.freshFolder("mysql-tls");
        Files.createDirectories(folder);
        KeyStore own = newCertificate("server");
        KeyStore client = newCertificate("client");
        KeyStore trusted = emptyStore();
        trusted.setCertificateEntry("server", own.getCertificate("server"));
        try (OutputStream stream = Files.newOutputStream(store("trusted"))) {
            trusted.store(stream, SECRET.toCharArray());
        }
        Key key = own.getKey("server", SECRET.toCharArray());
        server =
                EmbeddedMySql.start(
                        MySqlServers.program(),
                        folder.resolve("server"),
                        Map.of(
                                "tls-version", "TLSv1.3",
                                "ssl-key", pem("server-key", "PRIVATE KEY", key.getEncoded()),
                                "ssl-cert", pem("server-certificate", own.getCertificate("server")),
                                "ssl-ca", pem("clients", client.getCertificate("client"))));
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
    void verifiesTheServerByTheUrlsKeyStore() throws IOException {
        connect("REQUIRE SSL", "?sslMode=VERIFY_CA" + stored("trustCertificate", "trusted"));
        connect(
                "REQUIRE SSL",
                "?verifyServerCertificate=true" + stored("trustCertificate", "trusted"));
        assertThatThrownBy(() -> connect("REQUIRE SSL", "?sslMode=VERIFY_CA"))
                .hasStackTraceContaining("unable to find valid certification path");
    }

    @Test
    void verifiesTheServersHost() throws IOException {
        String parameters = "?sslMode=VERIFY_IDENTITY" + stored("trustCertificate", "trusted");
        connect("127.0.0.1", "REQUIRE SSL", parameters);
        assertThatThrownBy(() -> connect("localhost", "REQUIRE SSL", parameters))
                .hasStackTraceContaining("No name matching localhost found");
    }

    @Test
    void showsTheCertificateOfTheUrlsKeyStore() throws IOException {
        connect("REQUIRE X509", "?sslMode=REQUIRED" + stored("clientCertificate", "client"));
        assertThatThrownBy(() -> connect("REQUIRE X509", "?sslMode=REQUIRED"))
                .hasMessageContaining("Access denied");
    }

    @Test
    void namesAKeyStoreItCannotRead() {
        String nowhere = "?clientCertificateKeyStoreUrl=file:/nowhere.p12";
        assertThatThrownBy(() -> connect("REQUIRE SSL", nowhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clientCertificateKeyStoreUrl=file:/nowhere.p12");
    }

    private static void connect(String demand, String parameters) throws IOException {
        connect("127.0.0.1", demand, parameters);
    }

    /// Reads the binlog to its end as a new account that meets this demand.
    private static void connect(String host, String demand, String parameters) throws IOException {
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
            String url = "jdbc:mysql://%s:%d/%s".formatted(host, server.port(), parameters);
            var client = new BinaryLogClient(host, server.port(), account, "pass word");
            client.setServerId(2);
            client.setBlocking(false);
            StagingTls.set(client, StagingAddress.parse(url));
            client.connect();
        }
    }

    /// The URL's parameters for a key store.
    private static String stored(String which, String name) {
        return "&%1$sKeyStoreUrl=%2$s&%1$sKeyStorePassword=%3$s"
                .formatted(which, store(name).toUri(), SECRET);
    }

    private static Path store(String name) {
        return folder.resolve(name + ".p12");
    }

    /// A key with a certificate for 127.0.0.1 that it signed itself, made by the JDK's keytool, in a key store of this name.
    private static KeyStore newCertificate(String name) throws Exception {
        var keytool =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store(name).toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        SECRET);
        assertThat(keytool.inheritIO().start().waitFor()).isZero();
        KeyStore store = emptyStore();
        try (InputStream stream = Files.newInputStream(store(name))) {
            store.load(stream, SECRET.toCharArray());
        }
        return store;
    }

    private static KeyStore emptyStore() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static String pem(String name, Certificate certificate)
            throws IOException, GeneralSecurityException {
        return pem(name, "CERTIFICATE", certificate.getEncoded());
    }

    private static String pem(String name, String kind, byte[] encoded) throws IOException {
        Path file = folder.resolve(name + ".pem");
        String text = Base64.getMimeEncoder().encodeToString(encoded);
        Files.writeString(
                file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(kind, text));
        return file.toString();
    }
}
