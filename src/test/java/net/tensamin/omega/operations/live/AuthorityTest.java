package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class AuthorityTest {
    private static final X509Certificate OPERATOR =
            TestAuthority.named("CA").operator("root").certificate();

    private boolean revoked;
    private boolean trusted = true;

    @Test
    void holdsUntilTheCertificateIsRevoked() {
        BooleanSupplier may = authority().of(request(OPERATOR));
        assertTrue(may.getAsBoolean());
        revoked = true;

        assertFalse(may.getAsBoolean());
    }

    @Test
    void holdsUntilTheCertificateHasEnded() {
        BooleanSupplier may = authority().of(request(OPERATOR));
        assertTrue(may.getAsBoolean());
        trusted = false;

        assertFalse(may.getAsBoolean());
    }

    @Test
    void aRequestThatNeededNoCertificateStillNeedsNone() {
        trusted = false;
        assertTrue(authority().of(request()).getAsBoolean());
    }

    private Authority authority() {
        return new Authority(shown -> trusted && shown.equals(List.of(OPERATOR)), certificate -> revoked);
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
