package io.github.pyb.index;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts the certificate authorities of a file and nobody else. Such a file has more than a hundred of them, and to read them all takes
 * as long as the rest of a connection; so only those are read that have the name of somebody who has signed what a server shows.
 * Whether they really have is for Java's own check to say.
 */
final class TrustedBundle extends X509ExtendedTrustManager {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----";
    private static final String END = "-----END CERTIFICATE-----";

    /** The certificates as they are signed, in which names stand as they stand elsewhere. */
    private final List<byte[]> encoded;

    private TrustedBundle(List<byte[]> encoded) {
        this.encoded = encoded;
    }

    /** What connections are made with that trust a file in PEM form. */
    static SSLContext context(Path file) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TrustedBundle(read(file))}, null);
            return context;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException(file + " is no list of certificates", e);
        }
    }

    private static List<byte[]> read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        List<byte[]> encoded = new ArrayList<>();
        for (int begin = text.indexOf(BEGIN); begin >= 0; begin = text.indexOf(BEGIN, begin + 1)) {
            int end = text.indexOf(END, begin);
            if (end < 0) {
                throw new IOException(file + " breaks off within a certificate");
            }
            encoded.add(Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end)));
        }
        if (encoded.isEmpty()) {
            throw new IOException(file + " has no certificates");
        }
        return encoded;
    }

    private X509ExtendedTrustManager of(X509Certificate[] chain) throws CertificateException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (int i = 0; i < encoded.size(); i++) {
                if (hasSigned(encoded.get(i), chain)) {
                    store.setCertificateEntry(
                            "authority " + i, factory.generateCertificate(new ByteArrayInputStream(encoded.get(i))));
                }
            }
            if (store.size() == 0) {
                throw new CertificateException("nobody who is trusted has signed the certificate");
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(store);
            return (X509ExtendedTrustManager) managers.getTrustManagers()[0];
        } catch (GeneralSecurityException | IOException e) {
            throw e instanceof CertificateException own ? own : new CertificateException(e);
        }
    }

    /** Whether it may be that one has signed another of a chain: it has the name of whoever did. */
    private static boolean hasSigned(byte[] authority, X509Certificate[] chain) {
        for (X509Certificate certificate : chain) {
            if (contains(authority, certificate.getIssuerX500Principal().getEncoded())) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] all, byte[] part) {
        // As texts of bytes they are searched much faster.
        return new String(all, StandardCharsets.ISO_8859_1).contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        of(chain).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        of(chain).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        // The name of the server would not be looked at.
        throw new CertificateException("a certificate is only checked for a connection");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("there are no clients here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
