package net.tensamin.omega.pki;

import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;

/**
 * Where the key material is, and whether missing material may be made.
 *
 * @param directory {@code <omega.data-dir>/pki}: {@code server.p12} holds the server's key and chain, {@code trust.p12}
 *     the authorities of client certificates
 * @param password {@code omega.pki.password}, of both files
 * @param development {@code omega.pki.development}: whether a start without key material makes development keys
 */
record PkiSettings(Path directory, String password, boolean development) {
    /** Development keys are protected by their file mode; PKCS#12 only wants some password. */
    static final String DEVELOPMENT_PASSWORD = "development";

    static PkiSettings from(Config config) {
        String dataDirectory =
                config.getOptionalValue("omega.data-dir", String.class).orElse("data");
        return new PkiSettings(
                Path.of(dataDirectory).resolve("pki").toAbsolutePath().normalize(),
                config.getOptionalValue("omega.pki.password", String.class).orElse(DEVELOPMENT_PASSWORD),
                config.getOptionalValue("omega.pki.development", Boolean.class).orElse(true));
    }
}
