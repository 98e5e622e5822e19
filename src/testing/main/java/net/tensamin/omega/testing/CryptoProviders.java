package net.tensamin.omega.testing;

import java.util.Arrays;
import java.util.List;

/** What does the handshakes' cryptography in this run of the tests: {@code omega.quic.crypto-providers}. */
public final class CryptoProviders {
    private CryptoProviders() {}

    public static List<String> ofThisRun() {
        return names(System.getProperty("omega.quic.crypto-providers", ""));
    }

    /** The native one that the build has for this system and processor. */
    public static List<String> ofThisSystem() {
        return names(System.getProperty("native.crypto-providers", "org.conscrypt.OpenSSLProvider"));
    }

    private static List<String> names(String separatedByCommas) {
        return Arrays.stream(separatedByCommas.split(","))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
