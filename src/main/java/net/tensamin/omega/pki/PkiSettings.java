package net.tensamin.omega.pki;

import java.nio.file.Path;
import java.util.Optional;
import net.tensamin.omega.configuration.Profile;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import org.eclipse.microprofile.config.Config;

/**
 * Where the key material is, and whether missing material may be made.
 *
 * @param directory {@code <omega.data-dir>/pki}: {@code server.p12} holds the server's key and chain, {@code trust.p12}
 *     the authorities of client certificates
 * @param clientCa without it the development CA issues certificates if there is one, and else nobody
 */
record PkiSettings(
        Path directory,
        String password,
        boolean development,
        Optional<Path> clientCa,
        String clientCaPassword,
        String serverKeyPassword) {
    /** Development keys are protected by their file mode; PKCS#12 only wants some password. */
    static final String DEVELOPMENT_PASSWORD = "development";

    static final Setting<String> PASSWORD =
            Setting.text("omega.pki.password", DEVELOPMENT_PASSWORD, "password of `server.p12` and `trust.p12`");
    static final Setting<Boolean> DEVELOPMENT = Setting.flag(
            "omega.pki.development",
            true,
            "whether a start without keys makes development keys; not where `omega.profile` is `production`");
    static final Setting<Optional<String>> CLIENT_CA = Setting.optional(
            "omega.pki.client-ca",
            "none",
            "PKCS#12 file with the key of the CA that issues device certificates, relative to `<omega.data-dir>/pki`");
    static final Setting<Optional<String>> CLIENT_CA_PASSWORD =
            Setting.optional("omega.pki.client-ca-password", "`omega.pki.password`", "password of that file");

    static final Setting<Optional<String>> SERVER_KEY_PASSWORD = Setting.optional(
            "omega.pki.server-key-password",
            "`omega.pki.password`",
            "encrypts the key for challenges of Omikrons in the database; stays what it was at the first start");

    static PkiSettings from(Config config) {
        Path directory = SharedSettings.dataDirectory(config).resolve("pki");
        Profile profile = Profile.of(config);
        String password = PASSWORD.in(config);
        if (profile == Profile.PRODUCTION && password.equals(DEVELOPMENT_PASSWORD)) {
            throw PASSWORD.mustBe("a password of your own where omega.profile is production", password);
        }
        boolean development = DEVELOPMENT.given(config).orElse(profile == Profile.DEVELOPMENT);
        if (profile == Profile.PRODUCTION && development) {
            throw DEVELOPMENT.mustBe("false where omega.profile is production", true);
        }
        return new PkiSettings(
                directory,
                password,
                development,
                CLIENT_CA.in(config).map(directory::resolve),
                CLIENT_CA_PASSWORD.in(config).orElse(password),
                SERVER_KEY_PASSWORD.in(config).orElse(password));
    }
}
