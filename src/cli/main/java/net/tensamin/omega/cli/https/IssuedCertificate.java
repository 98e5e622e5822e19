package net.tensamin.omega.cli.https;

import jakarta.json.Json;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;

/**
 * A certificate that was issued, as the commands that got it say.
 *
 * @param file where it was written
 */
public record IssuedCertificate(Path file, X509Certificate certificate) {
    /** @param how it came, such as {@code renewed} */
    public void print(ResultOptions result, PrintWriter out, String how) {
        String until = certificate.getNotAfter().toInstant().toString();
        result.print(
                out,
                Json.createObjectBuilder().add("certificate", file.toString()).add("valid_until", until),
                how + ": " + file + ", valid until " + until);
    }
}
