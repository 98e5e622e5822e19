package net.tensamin.omega.pki;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Where the key material is, and whether missing material may be made.
 *
 * @param directory {@code <omega.data-dir>/pki}: {@code server.p12} holds the server's key and chain, {@code trust.p12}
 *     the authorities of client certificates
 * @param password {@code omega.pki.password}, of both files
 * @param development {@code omega.pki.development}: whether a start without key material makes development keys
 * @param clientCa {@code omega.pki.client-ca}: the PKCS#12 file of the authority that issues client certificates, relative
 *     to {@code directory}; without it the development CA does if there is one, and else nobody
 * @param clientCaPassword {@code omega.pki.client-ca-password}, by default that of the others
 */
record PkiSettings(
        Path directory, String password, boolean development, Optional<Path> clientCa, String clientCaPassword) {
    /** Development keys are protected by their file mode; PKCS#12 only wants some password. */
    static final String DEVELOPMENT_PASSWORD = "development";

    static PkiSettings from(Config config) {
        String dataDirectory =
                config.getOptionalValue("omega.data-dir", String.class).orElse("data");
        Path directory = Path.of(dataDirectory).resolve("pki").toAbsolutePath().normalize();
        String password =
                config.getOptionalValue("omega.pki.password", String.class).orElse(DEVELOPMENT_PASSWORD);
        return new PkiSettings(
                directory,
                password,
                config.getOptionalValue("omega.pki.development", Boolean.class).orElse(true),
                config.getOptionalValue("omega.pki.client-ca", String.class).map(directory::resolve),
                config.getOptionalValue("omega.pki.client-ca-password", String.class)
                        .orElse(password));
    }
}
