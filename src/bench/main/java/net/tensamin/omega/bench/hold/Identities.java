package net.tensamin.omega.bench.hold;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.stream.IntStream;
import net.tensamin.omega.bench.Population;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/**
 * The keys of a server and of many clients, each with an EC P-256 certificate of its own. Kept in a directory, because
 * making them takes a while; clients are added to it when more are asked for.
 */
final class Identities {
    private static final char[] PASSWORD = "development".toCharArray();
    private static final int ISSUED_AT_ONCE = 1_000;
    private static final Duration SHORTEST_REST = Duration.ofDays(1);
    private final Path directory;
    private final TestIdentity authority;
    private final List<TestIdentity> clients = new ArrayList<>();

    private Identities(Path directory) throws IOException, GeneralSecurityException {
        this.directory = directory;
        this.authority = entry(authorityFile(), "ca");
    }

    /** @param count how many clients, at least */
    static Identities open(Path directory, int count) throws IOException, GeneralSecurityException {
        Files.createDirectories(directory);
        if (!usable(directory.resolve("ca.p12"))) {
            make(directory);
        }
        Identities identities = new Identities(directory);
        ServerKey.write(identities.file("server.key"), identities.server());
        identities.readClients(count);
        identities.addClients(count);
        return identities;
    }

    /** What a server needs of them. */
    static Identities ofServer(Path directory) throws IOException, GeneralSecurityException {
        return new Identities(directory);
    }

    private static boolean usable(Path authority) throws IOException, GeneralSecurityException {
        return Files.exists(authority)
                && entry(authority, "ca")
                        .certificate()
                        .getNotAfter()
                        .after(Date.from(Instant.now().plus(SHORTEST_REST)));
    }

    private static void make(Path directory) throws IOException, GeneralSecurityException {
        Files.deleteIfExists(directory.resolve("clients"));
        TestIdentity root = TestAuthority.named("Bench").identity();
        write(directory.resolve("ca.p12"), "ca", root);
        root.writeChain(directory.resolve("ca.pem"));
        TestIdentity server = TestAuthority.of(root).server();
        write(directory.resolve("server.p12"), "omega", server);
        server.writeChain(directory.resolve("server.pem"));
        try (OutputStream out = Files.newOutputStream(directory.resolve("trust.p12"))) {
            TestAuthority.of(root).trustStore().store(out, PASSWORD);
        }
    }

    private static void write(Path file, String alias, TestIdentity identity)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, identity.key(), PASSWORD, identity.chain().toArray(Certificate[]::new));
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD);
        }
    }

    private static TestIdentity entry(Path file, String alias) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
        X509Certificate certificate = (X509Certificate) store.getCertificate(alias);
        return new TestIdentity((PrivateKey) store.getKey(alias, PASSWORD), List.of(certificate));
    }

    private void readClients(int count) throws IOException, GeneralSecurityException {
        if (!Files.exists(clientsFile())) {
            return;
        }
        KeyFactory keys = KeyFactory.getInstance("EC");
        CertificateFactory certificates = CertificateFactory.getInstance("X.509");
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(clientsFile())))) {
            while (clients.size() < count && in.available() > 0) {
                PrivateKey key = keys.generatePrivate(new PKCS8EncodedKeySpec(read(in)));
                Certificate certificate = certificates.generateCertificate(new ByteArrayInputStream(read(in)));
                clients.add(new TestIdentity(key, List.of((X509Certificate) certificate)));
            }
        }
    }

    private void addClients(int count) throws IOException, GeneralSecurityException {
        if (clients.size() >= count) {
            return;
        }
        TestAuthority issuer = TestAuthority.of(authority);
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                Files.newOutputStream(clientsFile(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)))) {
            while (clients.size() < count) {
                int first = clients.size();
                List<TestIdentity> issued = IntStream.range(first, Math.min(count, first + ISSUED_AT_ONCE))
                        .parallel()
                        .mapToObj(client -> issuer.device(user(client)))
                        .toList();
                for (TestIdentity client : issued) {
                    clients.add(new TestIdentity(client.key(), List.of(client.certificate())));
                    write(out, client.key().getEncoded());
                    write(out, client.certificate().getEncoded());
                }
            }
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return bytes;
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static long user(int client) {
        return Population.FIRST_RECEIVER + client;
    }

    static int client(long user) {
        return (int) (user - Population.FIRST_RECEIVER);
    }

    TestIdentity client(int number) {
        return clients.get(number);
    }

    X509Certificate authority() {
        return authority.certificate();
    }

    TestIdentity server() throws IOException, GeneralSecurityException {
        return entry(file("server.p12"), "omega");
    }

    KeyMaterial keyMaterial() throws IOException, GeneralSecurityException {
        return new KeyMaterial(server().key(), server().chain(), List.of(authority()));
    }

    Path directory() {
        return directory;
    }

    /** {@code ca.pem}, {@code server.pem}, {@code server.key}, {@code server.p12}, {@code trust.p12}. */
    Path file(String name) {
        return directory.resolve(name).toAbsolutePath();
    }

    private Path authorityFile() {
        return file("ca.p12");
    }

    private Path clientsFile() {
        return file("clients");
    }
}
