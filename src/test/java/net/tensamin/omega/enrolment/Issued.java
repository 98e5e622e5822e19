package net.tensamin.omega.enrolment;

import java.io.ByteArrayInputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Collection;

/** Reads what EST answers, with the JDK. */
final class Issued {
    private Issued() {}

    /** The certificate, which must be the only one. */
    static X509Certificate certificate(String base64) throws CertificateException {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        Collection<? extends Certificate> all =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(der));
        if (all.size() != 1) {
            throw new AssertionError("not one certificate: " + all);
        }
        return (X509Certificate) all.iterator().next();
    }
}
