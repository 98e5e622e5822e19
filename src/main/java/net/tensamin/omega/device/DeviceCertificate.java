package net.tensamin.omega.device;

import java.security.cert.X509Certificate;

/** What the registry keeps of a device's certificate, both in lower-case hex. */
record DeviceCertificate(String serial, String fingerprint) {
    static DeviceCertificate of(X509Certificate certificate) {
        return new DeviceCertificate(certificate.getSerialNumber().toString(16), DeviceId.fingerprint(certificate));
    }
}
