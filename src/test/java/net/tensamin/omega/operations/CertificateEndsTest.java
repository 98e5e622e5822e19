package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class CertificateEndsTest {
    private final X509Certificate shown = TestAuthority.named("CA").device(7).certificate();
    private Instant now = Instant.parse("2026-11-29T00:00:00Z");
    private final OperatorsSeen operators = new OperatorsSeen(settable());

    private Clock settable() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }

    @Test
    void anOperatorIsThereUntilNobodyHasShownItsCertificateForAWhile() {
        operators.saw(new CertificateIdentity.Operator("ada"), shown);
        now = now.plus(OperatorsSeen.FORGOTTEN_AFTER);
        operators.saw(new CertificateIdentity.Operator("bob"), shown);
        Instant end = shown.getNotAfter().toInstant();
        assertEquals(Map.of("ada", end, "bob", end), operators.ends());

        now = now.plusSeconds(1);
        assertEquals(Map.of("bob", end), operators.ends());
    }

    @Test
    void manyOperatorsAreNotRememberedForEver() {
        for (int i = 0; i < 100; i++) {
            operators.saw(new CertificateIdentity.Operator("operator " + i), shown);
        }
        assertEquals(32, operators.ends().size());
    }
}
