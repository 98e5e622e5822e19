package net.tensamin.omega.cli.https;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Collection;
import javax.security.auth.x500.X500Principal;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;

/** Enrolment over secure transport, as a client (RFC 7030 §4.2). */
public final class Est {
    private static final String PATH = ".well-known/est/";

    private final OmegaHttps https;

    public Est(OmegaHttps https) {
        this.https = https;
    }

    /**
     * A certificate for a new key, against a one-time code; both are written. A disk that takes no key is found out before the code is used up.
     *
     * @param user whose code it is: a user's id, or {@code operator}
     */
    public X509Certificate enrol(String user, String code, CertificateFiles files) {
        KeyPair keys = newKeys();
        files.write(keys);
        X509Certificate issued = null;
        try {
            issued = enrol(user, code, keys);
        } finally {
            if (issued == null) {
                files.deleteKey();
            }
        }
        files.write(issued);
        return issued;
    }

    private X509Certificate enrol(String user, String code, KeyPair keys) {
        byte[] pkcs10 = Pkcs10.request(new X500Principal("CN=device"), keys.getPublic(), keys.getPrivate());
        byte[] credentials = (user + ":" + code).getBytes(StandardCharsets.UTF_8);
        return issued(request("simpleenroll", pkcs10)
                .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials)));
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime lacks EC P-256", e);
        }
    }

    /** Another certificate for the same key, which is also the one that {@link OmegaHttps} shows. */
    public X509Certificate renew(ClientKey own) {
        X509Certificate current = own.certificate();
        return issued(request(
                "simplereenroll",
                Pkcs10.request(current.getSubjectX500Principal(), current.getPublicKey(), own.key())));
    }

    private HttpRequest.Builder request(String operation, byte[] pkcs10) {
        return https.request(PATH + operation)
                .header("Content-Type", "application/pkcs10")
                .header("Content-Transfer-Encoding", "base64")
                .POST(BodyPublishers.ofByteArray(Base64.getMimeEncoder().encode(pkcs10)));
    }

    private X509Certificate issued(HttpRequest.Builder request) {
        String answer = https.text(request.build());
        try {
            byte[] pkcs7 = Base64.getMimeDecoder().decode(answer);
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pkcs7));
            if (certificates.size() == 1) {
                return (X509Certificate) certificates.iterator().next();
            }
            throw new Failure(ExitCode.ERROR_REPLY, "Omega answered " + certificates.size() + " certificates, not one");
        } catch (CertificateException | IllegalArgumentException e) {
            throw new Failure(ExitCode.ERROR_REPLY, "Omega's answer holds no certificate: " + e.getMessage(), e);
        }
    }
}
