package net.tensamin.omega.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/**
 * A device, known by its certificates. Those that Omega issues name it in their subject, so that a renewed one is the same
 * device; any other certificate is a device of its own.
 *
 * @param value lower-case hex: 32 digits that were drawn at enrolment, or the fingerprint of a certificate that names none
 */
public record DeviceId(String value) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{16,}");
    private static final Pattern IN_SUBJECT = Pattern.compile("[0-9a-f]{32}|[0-9a-f]{64}");
    private static final int RANDOM_BYTES = 16;
    private static final int FINGERPRINT_DIGITS = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    public DeviceId {
        if (!HEX.matcher(value).matches()) {
            throw new IllegalArgumentException("a device id is lower-case hex");
        }
    }

    /** A device that is unlike any other. */
    public static DeviceId random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bytes);
        return new DeviceId(HexFormat.of().formatHex(bytes));
    }

    /** The device of a certificate whose chain was verified elsewhere. */
    public static DeviceId of(X509Certificate certificate) {
        return named(certificate).orElseGet(() -> new DeviceId(fingerprint(certificate)));
    }

    /** SHA-256 of the certificate's DER encoding, in lower-case hex. */
    public static String fingerprint(X509Certificate certificate) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException("a verified certificate has an encoding, a platform has SHA-256", e);
        }
    }

    /** The subject's {@code serialNumber}, which X.520 §6.2.9 has for the serial number of a device. */
    private static Optional<DeviceId> named(X509Certificate certificate) {
        X500Name subject =
                X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
        return Stream.of(subject.getRDNs(BCStyle.SERIALNUMBER))
                .map(RDN::getFirst)
                .map(attribute -> IETFUtils.valueToString(attribute.getValue()))
                .filter(IN_SUBJECT.asMatchPredicate())
                .map(DeviceId::new)
                .findFirst();
    }

    /** Whether it may be that of a certificate, by its form. */
    public boolean isFingerprint() {
        return value.length() == FINGERPRINT_DIGITS;
    }

    /** A number from 0 to below 1, always the same for a device and spread evenly over devices. */
    public double share() {
        return (double) Long.parseLong(value, 0, 8, 16) / (1L << 32);
    }

    @Override
    public String toString() {
        return value.substring(0, 16);
    }
}
