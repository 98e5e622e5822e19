package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class AuthorityTest {
    private static final X509Certificate OPERATOR =
            TestAuthority.named("CA").operator("root").certificate();

    private boolean revoked;

    @Test
    void holdsUntilTheCertificateIsRevoked() {
        BooleanSupplier may = authority(Duration.ZERO).of(request(OPERATOR));
        assertTrue(may.getAsBoolean());
        revoked = true;

        assertFalse(may.getAsBoolean());
    }

    @Test
    void holdsUntilTheCertificateHasExpired() {
        assertFalse(authority(Duration.ofDays(36_500)).of(request(OPERATOR)).getAsBoolean());
    }

    @Test
    void whoNeededNoCertificateNeedsNone() {
        assertTrue(authority(Duration.ofDays(36_500)).of(request()).getAsBoolean());
    }

    private Authority authority(Duration later) {
        return new Authority(certificate -> revoked, Clock.offset(Clock.systemUTC(), later));
    }

    private static HttpServletRequest request(X509Certificate... chain) {
        return (HttpServletRequest) Proxy.newProxyInstance(
                AuthorityTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, call, with) -> {
                    assertTrue(call.getName().equals("getAttribute"), call::toString);
                    return chain.length == 0 ? null : chain;
                });
    }
}
