package net.tensamin.omega.enrolment;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** A PKCS#7 that holds a certificate and signs nothing, as EST answers it (RFC 7030 §4.1.3, §4.2.3). */
final class CertsOnly {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\r', '\n'});

    private CertsOnly() {}

    /** DER in base64; each line ends with a line break. */
    static byte[] base64(X509Certificate certificate) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addCertificate(new JcaX509CertificateHolder(certificate));
            byte[] der = generator.generate(new CMSAbsentContent()).getEncoded(ASN1Encoding.DER);
            return (LINES.encodeToString(der) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        } catch (CMSException | CertificateEncodingException | IOException e) {
            throw new IllegalStateException("cannot pack a certificate that was issued here", e);
        }
    }
}
