package net.tensamin.omega.enrolment;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import net.tensamin.omega.testing.TestIdentity;

/** What tests of other components send to EST, and make of its answers. */
public final class Enrolments {
    private Enrolments() {}

    /** Names somebody whom the certificate must not name. */
    public static String request(KeyPair keys) throws Exception {
        return new String(TestRequest.of(keys).uri("urn:tensamin:operator:root").body(), StandardCharsets.US_ASCII);
    }

    /** To renew a certificate with this subject. */
    public static String request(KeyPair keys, X500Principal subject) throws Exception {
        return new String(TestRequest.of(keys).subject(subject).body(), StandardCharsets.US_ASCII);
    }

    public static TestIdentity identity(KeyPair keys, String issued) throws Exception {
        return new TestIdentity(keys.getPrivate(), List.of(Issued.certificate(issued)));
    }
}
