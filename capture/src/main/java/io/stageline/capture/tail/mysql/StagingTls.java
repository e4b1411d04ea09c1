package io.stageline.capture.tail.mysql;

import com.github.shyiko.mysql.binlog.BinaryLogClient;
import com.github.shyiko.mysql.binlog.network.SSLMode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// How the binlog client encrypts: by what staging's URL says to the JDBC driver, whose key stores and host names the client does not know by itself.
///
/// @see <a href="https://dev.mysql.com/doc/connector-j/en/connector-j-connp-props-security.html">Connector/J: Security</a>
final class StagingTls {
    private static final String TRUSTED = "trustCertificateKeyStore";
    private static final String OWN = "clientCertificateKeyStore";

    private final StagingAddress address;
    private final boolean verifiesHost;
    private final SSLContext context;

    private StagingTls(StagingAddress address) {
        this.address = address;
        this.verifiesHost = address.sslMode() == SSLMode.VERIFY_IDENTITY;
        this.context = context(address);
    }

    /// Sets the client's mode and sockets.
    ///
    /// @throws IllegalArgumentException when a key store of the URL cannot be used
    static void set(BinaryLogClient client, StagingAddress address) {
        SSLMode mode = address.sslMode();
        if (mode == SSLMode.VERIFY_IDENTITY) {
            mode = SSLMode.VERIFY_CA; // the host is verified in the handshake, by the JDK
        }
        client.setSSLMode(mode);
        if (mode != SSLMode.DISABLED) {
            client.setSslSocketFactory(new StagingTls(address)::socket);
        }
    }

    private SSLSocket socket(Socket plain) throws SocketException {
        try {
            var socket =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(plain, address.host(), address.port(), true);
            if (verifiesHost) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
            }
            return socket;
        } catch (IOException e) {
            var failure = new SocketException("Could not encrypt the connection to staging");
            failure.initCause(e);
            throw failure;
        }
    }

    private static SSLContext context(StagingAddress address) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(ownCertificates(address), trusted(address), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS to staging cannot be set up", e);
        }
    }

    private static KeyManager[] ownCertificates(StagingAddress address)
            throws GeneralSecurityException {
        Optional<KeyStore> store = keyStore(address, OWN);
        if (store.isEmpty()) {
            return new KeyManager[0];
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store.orElseThrow(), password(address, OWN));
        return factory.getKeyManagers();
    }

    /// Without a key store of the URL those that the JVM trusts.
    private static TrustManager[] trusted(StagingAddress address) throws GeneralSecurityException {
        SSLMode mode = address.sslMode();
        if (mode != SSLMode.VERIFY_CA && mode != SSLMode.VERIFY_IDENTITY) {
            return new TrustManager[] {new Anyone()};
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(keyStore(address, TRUSTED).orElse(null));
        return factory.getTrustManagers();
    }

    private static Optional<KeyStore> keyStore(StagingAddress address, String which)
            throws GeneralSecurityException {
        String url = address.parameter(which + "Url").orElse("");
        if (url.isEmpty()) {
            return Optional.empty();
        }
        KeyStore store =
                KeyStore.getInstance(
                        address.parameter(which + "Type").orElse(KeyStore.getDefaultType()));
        try (InputStream stream = URI.create(url).toURL().openStream()) {
            store.load(stream, password(address, which));
            return Optional.of(store);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "The key store %sUrl=%s in staging's URL cannot be read: %s"
                            .formatted(which, url, e.getMessage()),
                    e);
        }
    }

    private static char[] password(StagingAddress address, String which) {
        return address.parameter(which + "Password").orElse("").toCharArray();
    }

    /// As the driver does in the modes PREFERRED and REQUIRED: encrypted, whoever it is.
    private static final class Anyone extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
