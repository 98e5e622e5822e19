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

    /** A number from 0 to below 1, always the same for a device and spread evenly over devices. */
    public double share() {
        return (double) Long.parseLong(fingerprint, 0, 8, 16) / (1L << 32);
    }

    @Override
    public String toString() {
        return fingerprint.substring(0, 16);
    }
}
