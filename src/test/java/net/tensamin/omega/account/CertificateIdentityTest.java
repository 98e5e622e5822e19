package net.tensamin.omega.account;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.account.CertificateIdentity.Device;
import net.tensamin.omega.account.CertificateIdentity.Operator;
import net.tensamin.omega.testing.TestAuthority;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateIdentityTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");

    @Test
    void userUriNamesADeviceOfThatUser() {
        assertEquals(Optional.of(new Device(new UserId(42))), identity("urn:tensamin:user:42"));
        assertEquals(
                Optional.of(new Device(new UserId(Long.MAX_VALUE))), identity("urn:tensamin:user:9223372036854775807"));
    }

    /** RFC 8141 §3.1. */
    @ParameterizedTest
    @ValueSource(strings = {"URN:Tensamin:user:42", "urn:TENSAMIN:user:42", "Urn:tensamin:user:42"})
    void schemeAndNamespaceAreWithoutCase(String uri) {
        assertEquals(Optional.of(new Device(new UserId(42))), identity(uri));
        assertEquals(Optional.empty(), identity(uri, "urn:tensamin:user:42"), "two are one too many");
    }

    @Test
    void operatorUriNamesAnOperator() {
        assertEquals(Optional.of(new Operator("ann")), identity("urn:tensamin:operator:ann"));
    }

    @Test
    void principalIsNamedAsTheUriIs() {
        assertEquals(
                "urn:tensamin:user:42",
                identity("urn:tensamin:user:42").orElseThrow().getName());
        assertEquals(
                "urn:tensamin:operator:ann",
                identity("urn:tensamin:operator:ann").orElseThrow().getName());
    }

    @Test
    void namesOfOtherKindsDoNotCount() {
        TestAuthority.Request request = AUTHORITY
                .certificate("42")
                .name(new GeneralName(GeneralName.dNSName, "urn:tensamin:user:7"))
                .uri("https://example.org/")
                .user(42);
        assertEquals(
                Optional.of(new Device(new UserId(42))),
                CertificateIdentity.of(request.issue().certificate()));
    }

    @Test
    void certificateWithoutNamesSpeaksForNobody() {
        assertEquals(
                Optional.empty(),
                CertificateIdentity.of(
                        AUTHORITY.certificate("urn:tensamin:user:42").issue().certificate()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:tensamin:user:",
                "urn:tensamin:user:0",
                "urn:tensamin:user:-1",
                "urn:tensamin:user:042",
                "urn:tensamin:user:42 ",
                "urn:tensamin:user:42/7",
                "urn:tensamin:user:9223372036854775808",
                "urn:tensamin:operator:",
                "urn:tensamin:omikron:1",
                "URN:TENSAMIN:USER:42",
                "urn:tensamin:operato\u0131:ann",
                "urn:tensam\u0131n:user:42",
                "https://example.org/urn:tensamin:user:42"
            })
    void malformedUriSpeaksForNobody(String uri) {
        assertEquals(Optional.empty(), identity(uri));
    }

    @Test
    void moreThanOneUriSpeaksForNobody() {
        Stream.of("urn:tensamin:user:7", "urn:tensamin:operator:ann", "urn:tensamin:other:1")
                .forEach(other -> assertEquals(
                        Optional.empty(), identity("urn:tensamin:user:42", other), () -> "beside " + other));
    }

    private static Optional<CertificateIdentity> identity(String... uris) {
        TestAuthority.Request request = AUTHORITY.certificate("anyone");
        for (String uri : uris) {
            request.uri(uri);
        }
        return CertificateIdentity.of(request.issue().certificate());
    }
}
