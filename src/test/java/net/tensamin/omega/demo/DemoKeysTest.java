package net.tensamin.omega.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.KeyAgreement;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.pki.CertificateAuthority;
import net.tensamin.omega.pki.TestCa;
import net.tensamin.omega.testing.PointOf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoKeysTest {
    @TempDir
    Path directory;

    @Test
    void theOmikronsTwoKeysBelongTogether() throws Exception {
        new DemoKeys(directory).omikron(1);
        JsonObject file = read(directory.resolve("omikron-1.json"));
        assertEquals(1, file.getInt("omikron_id"));
        KeyFactory factory = KeyFactory.getInstance("X448");
        PrivateKey secret = factory.generatePrivate(new XECPrivateKeySpec(
                NamedParameterSpec.X448, Base64.getDecoder().decode(file.getString("private_key"))));
        byte[] littleEndian = Base64.getDecoder().decode(file.getString("public_key"));
        assertEquals(56, littleEndian.length);
        PublicKey shown = factory.generatePublic(
                new XECPublicKeySpec(NamedParameterSpec.X448, new BigInteger(1, reversed(littleEndian))));

        KeyPair other = KeyPairGenerator.getInstance("X448").generateKeyPair();
        assertArrayEquals(agree(secret, other.getPublic()), agree(other.getPrivate(), shown));
    }

    @Test
    void keysThatAreThereAreKeptAndPrivate() throws Exception {
        byte[] first = new DemoKeys(directory).omikron(1);
        assertArrayEquals(first, new DemoKeys(directory).omikron(1));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("omikron-1.json"))));
    }

    @Test
    void aUsersKeyHasThePublicPointThatRustlsAndGnuTlsAskFor() throws Exception {
        CertificateAuthority authority = TestCa.validFor(Duration.ofDays(1));
        new DemoKeys(directory).certificate(authority, "user-42", new CertificateIdentity.Device(new UserId(42)));

        byte[] pkcs8 = PointOf.pem(directory.resolve("user-42.key"));

        assertEquals(138, pkcs8.length);
        try (InputStream pem = Files.newInputStream(directory.resolve("user-42.pem"))) {
            PublicKey certified = CertificateFactory.getInstance("X.509")
                    .generateCertificate(pem)
                    .getPublicKey();
            assertArrayEquals(PointOf.publicKey(certified), PointOf.pkcs8(pkcs8));
        }
    }

    private static JsonObject read(Path file) throws Exception {
        try (JsonReader reader = Json.createReader(Files.newInputStream(file))) {
            return reader.readObject();
        }
    }

    private static byte[] agree(PrivateKey secret, PublicKey peer) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("X448");
        agreement.init(secret);
        agreement.doPhase(peer, true);
        return agreement.generateSecret();
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }
}
