package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerTrustTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Omega");

    @TempDir
    private Path directory;

    private final List<String> refusals = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({
        "omega.example, omega.example, true",
        "omega.example, OMEGA.example, true",
        "*.example, omega.example, true",
        "*.example, a.omega.example, false",
        "*.example, example, false",
        "omega.example, other.example, false",
        "*, localhost, false"
    })
    void nameIsThatOfTheCertificate(String inCertificate, String wanted, boolean believed) {
        X509Certificate[] chain = serverFor(inCertificate).chain().toArray(X509Certificate[]::new);
        X509TrustManager trust = trustFor(wanted);
        if (believed) {
            assertDoesNotThrow(() -> trust.checkServerTrusted(chain, "RSA"));
        } else {
            assertThrows(CertificateException.class, () -> trust.checkServerTrusted(chain, "RSA"));
            assertEquals(List.of("it is not for the name " + wanted), refusals);
        }
    }

    @Test
    void certificateOfAnotherAuthorityIsRefused() {
        X509Certificate[] chain = TestAuthority.named("Omega").server().chain().toArray(X509Certificate[]::new);
        X509TrustManager trust = trustFor("localhost");
        assertThrows(CertificateException.class, () -> trust.checkServerTrusted(chain, "RSA"));
        assertEquals(1, refusals.size());
    }

    @Test
    void certificateOfAClientIsNoServers() {
        X509Certificate[] chain = AUTHORITY
                .certificate("localhost")
                .name(new GeneralName(GeneralName.dNSName, "localhost"))
                .forClients()
                .issue()
                .chain()
                .toArray(X509Certificate[]::new);
        X509TrustManager trust = trustFor("localhost");
        assertThrows(CertificateException.class, () -> trust.checkServerTrusted(chain, "RSA"));
    }

    private X509TrustManager trustFor(String name) {
        Path ca = AUTHORITY.writePem(directory.resolve("ca.pem"));
        return ServerTrust.in(ca).forServerNamed(name, refusals::add).orElseThrow();
    }

    private static TestIdentity serverFor(String name) {
        return AUTHORITY
                .certificate("localhost")
                .name(new GeneralName(GeneralName.dNSName, name))
                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                .keyUsage(KeyUsage.digitalSignature)
                .issue();
    }
}
