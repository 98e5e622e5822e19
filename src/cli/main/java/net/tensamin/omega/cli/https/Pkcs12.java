package net.tensamin.omega.cli.https;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.PemFiles;

/** Reads a key with its certificates from PKCS#12 (RFC 7292). */
final class Pkcs12 {
    /** Of the environment: a password in the arguments is for all to see. */
    static final String PASSWORD = "OMEGA_P12_PASSWORD";

    private Pkcs12() {}

    static boolean isOne(Path file) {
        return file.getFileName().toString().toLowerCase(Locale.ROOT).matches(".*\\.(p12|pfx)");
    }

    static ClientKey read(Path file) {
        return read(file, System.getenv().getOrDefault(PASSWORD, "").toCharArray());
    }

    static ClientKey read(Path file, char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(PemFiles.bytes(file)), password);
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return new ClientKey(
                            (PrivateKey) store.getKey(alias, password),
                            Arrays.stream(store.getCertificateChain(alias))
                                    .map(X509Certificate.class::cast)
                                    .toList());
                }
            }
            throw new Failure(ExitCode.USAGE, file + " holds no key with a certificate");
        } catch (IOException | GeneralSecurityException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + " cannot be read as PKCS#12: " + e.getMessage() + ". The variable " + PASSWORD
                            + " has its password.",
                    e);
        }
    }
}
