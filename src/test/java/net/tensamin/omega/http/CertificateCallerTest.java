package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import net.tensamin.omega.trust.ClientAuthorities;
import net.tensamin.omega.trust.RememberedPaths;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CertificateCallerTest {
    private static final TestAuthority CLIENTS = TestAuthority.named("Clients");
    private static final Optional<CertificateIdentity> USER_42 =
            Optional.of(new CertificateIdentity.Device(new UserId(42)));
    private static final Optional<CertificateIdentity> NOBODY = Optional.empty();
    private final RememberedPaths paths = new RememberedPaths(new ClientAuthorities(List.of(CLIENTS.certificate())));

    /** On a listener that lets anything pass. */
    static Stream<Arguments> shown() {
        KeyPair keys = TestAuthority.p256();
        TestAuthority expired =
                CLIENTS.certificate("Renewed").keys(keys).expired().authorityIssued();
        TestAuthority renewed = CLIENTS.certificate("Renewed").keys(keys).authorityIssued();
        return Stream.of(
                arguments("a device's", USER_42, CLIENTS.device(42)),
                arguments(
                        "an expired and a renewed issuer",
                        USER_42,
                        expired.device(42).sending(renewed.certificate())),
                arguments(
                        "Ed25519",
                        USER_42,
                        device().keys(TestAuthority.ed25519()).issue()),
                arguments(
                        "RSASSA-PSS",
                        USER_42,
                        device().keys(TestAuthority.rsassaPss(null)).issue()),
                arguments(
                        "RSA 1024",
                        NOBODY,
                        device().keys(TestAuthority.rsa(1024)).issue()),
                arguments(
                        "for anything",
                        NOBODY,
                        CLIENTS.certificate("any")
                                .user(42)
                                .extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage)
                                .issue()),
                arguments("expired", NOBODY, device().expired().issue()),
                arguments(
                        "of another authority",
                        NOBODY,
                        TestAuthority.named("Clients").device(42)));
    }

    private static TestAuthority.Request device() {
        return CLIENTS.certificate("device").user(42).forClients();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shown")
    void speaksForWhomQuicWouldLetIn(String name, Optional<CertificateIdentity> caller, TestIdentity shown) {
        assertEquals(caller, callers(Instant.now()).of(request(shown.chain())));
    }

    @Test
    void isLookedAtAgainOnEachRequest() {
        Instant from = Instant.parse("2030-01-01T00:00:00Z");
        TestAuthority lasting = TestAuthority.named("Lasting");
        RememberedPaths remembered = new RememberedPaths(new ClientAuthorities(List.of(lasting.certificate())));
        List<X509Certificate> shown = lasting.certificate("device")
                .user(42)
                .validity(from, from.plusSeconds(60))
                .issue()
                .chain();
        assertEquals(USER_42, callers(remembered, from.plusSeconds(1)).of(request(shown)));
        assertEquals(USER_42, callers(remembered, from.plusSeconds(60)).of(request(shown)));
        assertEquals(NOBODY, callers(remembered, from.plusSeconds(61)).of(request(shown)));
    }

    @Test
    void aRevokedDeviceIsNobody() {
        TestIdentity device = CLIENTS.device(42);
        CertificateCaller callers =
                new CertificateCaller(paths, device.certificate()::equals, nobody -> false, Clock.systemUTC());
        assertEquals(NOBODY, callers.of(request(device.chain())));
        assertEquals(USER_42, callers.of(request(CLIENTS.device(42).chain())));
    }

    @Test
    void whileRevocationsAreUnknownAnOperatorIsKnownAndADeviceIsNot() {
        TestIdentity revoked = CLIENTS.operator("ada");
        TestIdentity other = CLIENTS.operator("ada");
        CertificateCaller callers = new CertificateCaller(
                paths,
                any -> {
                    throw new RevocationsUnknownException();
                },
                revoked.certificate()::equals,
                Clock.systemUTC());
        assertEquals(Optional.of(new CertificateIdentity.Operator("ada")), callers.of(request(other.chain())));
        assertEquals(NOBODY, callers.of(request(revoked.chain())));
        HttpServletRequest device = request(CLIENTS.device(42).chain());
        assertThrows(RevocationsUnknownException.class, () -> callers.of(device));
    }

    @Test
    void nothingShownIsNobody() {
        assertEquals(NOBODY, callers(Instant.now()).of(request(List.of())));
    }

    private CertificateCaller callers(Instant now) {
        return callers(paths, now);
    }

    private static CertificateCaller callers(RememberedPaths paths, Instant now) {
        return new CertificateCaller(
                paths, certificate -> false, certificate -> false, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static HttpServletRequest request(List<X509Certificate> chain) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                CertificateCallerTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, call, with) -> chain.isEmpty() ? null : chain.toArray(X509Certificate[]::new));
    }
}
