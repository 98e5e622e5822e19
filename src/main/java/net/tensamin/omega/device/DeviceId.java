package net.tensamin.omega.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/**
 * A device, known by its certificate: another certificate is another device.
 *
 * @param fingerprint SHA-256 of the certificate's DER encoding, in lower-case hex
 */
public record DeviceId(String fingerprint) {

    public static DeviceId of(X509Certificate certificate) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new DeviceId(HexFormat.of().formatHex(sha256.digest(certificate.getEncoded())));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a verified certificate has an encoding, a platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return fingerprint.substring(0, 16);
    }
}
