package net.tensamin.omega.operations.live;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.BooleanSupplier;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class AuthorityTest {
    private static final X509Certificate CERTIFICATE =
            TestAuthority.named("CA").operator("root").certificate();
    private static final CertificateIdentity.Operator ROOT = new CertificateIdentity.Operator("root");

    private boolean revoked;
    private boolean trusted = true;
    private boolean permitted = true;

    @Test
    void holdsUntilTheCertificateIsRevoked() {
        BooleanSupplier may = authority().of(request(CERTIFICATE), ROOT);
        assertTrue(may.getAsBoolean());
        revoked = true;

        assertFalse(may.getAsBoolean());
    }

    @Test
    void holdsUntilTheCertificateHasEnded() {
        BooleanSupplier may = authority().of(request(CERTIFICATE), ROOT);
        assertTrue(may.getAsBoolean());
        trusted = false;

        assertFalse(may.getAsBoolean());
    }

    @Test
    void holdsUntilTheOperatorIsRemoved() {
        BooleanSupplier may = authority().of(request(CERTIFICATE), ROOT);
        assertTrue(may.getAsBoolean());
        permitted = false;

        assertFalse(may.getAsBoolean());
    }

    @Test
    void aRequestThatNeededNoCertificateStillNeedsNone() {
        trusted = false;
        BooleanSupplier may = authority().of(request(), ROOT);
        assertTrue(may.getAsBoolean());
        permitted = false;
        assertFalse(may.getAsBoolean());
    }

    private Authority authority() {
        return new Authority(
                shown -> trusted && shown.equals(List.of(CERTIFICATE)),
                certificate -> revoked,
                caller -> permitted && caller.identity().equals(ROOT));
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
