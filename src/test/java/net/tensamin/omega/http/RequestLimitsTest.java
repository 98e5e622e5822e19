package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.testing.TestAuthority;
import org.junit.jupiter.api.Test;

class RequestLimitsTest {
    private static final TestAuthority AUTHORITY = TestAuthority.named("Clients");

    private final Meters meters = new Meters();
    private long nanos;
    private final RequestLimits limits = new RequestLimits(
            new Rate(2, Duration.ofSeconds(10)),
            new Rate(3, Duration.ofSeconds(9)),
            new Rate(4, Duration.ofSeconds(8)),
            meters,
            new Readers(),
            () -> nanos);

    @Test
    void eachCertificateHasItsOwnLimit() {
        X509Certificate phone = AUTHORITY.device(42).certificate();
        X509Certificate desktop = AUTHORITY.device(42).certificate();
        for (int i = 0; i < 2; i++) {
            assertEquals(Duration.ZERO, limits.sender(phone).count());
        }
        assertEquals(Duration.ofSeconds(5), limits.sender(phone).count());
        assertEquals(Duration.ZERO, limits.sender(desktop).count());
        nanos += Duration.ofSeconds(5).toNanos();
        assertEquals(Duration.ZERO, limits.sender(phone).count());
        assertTrue(meters.page().contains("omega_https_refused_total{reason=\"certificate\"} 1\n"), meters::page);
    }

    @Test
    void eachAddressHasItsOwnLimit() {
        for (int i = 0; i < 3; i++) {
            assertEquals(Duration.ZERO, limits.sender("2001:db8::" + i).count());
        }
        assertEquals(Duration.ofSeconds(3), limits.sender("2001:db8::7").count());
        assertEquals(Duration.ZERO, limits.sender("2001:db8:0:1::1").count());
        assertEquals(Duration.ZERO, limits.sender("192.0.2.1").count());
        assertTrue(meters.page().contains("omega_https_refused_total{reason=\"source\"} 1\n"), meters::page);
    }

    @Test
    void healthIsAskedForWhateverElseComesFromThereAndNotWithoutEnd() {
        for (int i = 0; i < 5; i++) {
            limits.sender("192.0.2.1").count();
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(Duration.ZERO, limits.monitor("192.0.2.1").count());
        }
        assertEquals(Duration.ofSeconds(2), limits.monitor("192.0.2.1").count());
        assertEquals(Duration.ZERO, limits.monitor("192.0.2.2").count());
        assertTrue(meters.page().contains("omega_https_refused_total{reason=\"monitoring\"} 1\n"), meters::page);
    }
}
