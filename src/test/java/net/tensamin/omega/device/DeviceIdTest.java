package net.tensamin.omega.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.time.Duration;
import net.tensamin.omega.pki.TestCa;
import net.tensamin.omega.testing.TestAuthority;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceIdTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";

    @Test
    void certificatesWhoseSubjectNamesADeviceAreOfThatDevice() {
        assertEquals(new DeviceId(ID), DeviceId.of(certificate("CN=phone, serialNumber=" + ID)));
        assertEquals(new DeviceId(ID + ID), DeviceId.of(certificate("serialNumber=" + ID + ID)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CN=phone",
                "CN=" + ID,
                "serialNumber=17",
                "serialNumber=0123456789ABCDEF0123456789ABCDEF",
                "serialNumber=0123456789abcdef0123456789abcdef0",
                "OU=serialNumber\\=" + ID
            })
    void anyOtherIsADeviceOfItsOwn(String subject) {
        DeviceId one = DeviceId.of(certificate(subject));
        assertTrue(one.value().matches("[0-9a-f]{64}"), one::value);
        assertNotEquals(one, DeviceId.of(certificate(subject)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "0123456789ABCDEF", "0123456789abcdefg", "../../etc/passwd-and-more"})
    void anIdIsLowerCaseHex(String value) {
        assertThrows(IllegalArgumentException.class, () -> new DeviceId(value));
    }

    @Test
    void newDevicesDifferAndSpread() {
        assertNotEquals(DeviceId.random(), DeviceId.random());
        double share = DeviceId.random().share();
        assertTrue(share >= 0 && share < 1, () -> "share " + share);
    }

    private static X509Certificate certificate(String subject) {
        return TestCa.validFor(Duration.ofDays(1))
                .issueClient(
                        new X500Name(subject),
                        TestAuthority.p256().getPublic(),
                        Duration.ofDays(1),
                        "urn:tensamin:user:42");
    }
}
