package net.tensamin.omega.pki;

import java.time.Duration;

/** A {@link CertificateAuthority} for tests of other components. */
public final class TestCa {
    private TestCa() {}

    public static CertificateAuthority validFor(Duration validity) {
        return CertificateAuthority.selfSigned("Test CA", validity);
    }
}
