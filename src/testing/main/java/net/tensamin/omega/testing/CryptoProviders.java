package net.tensamin.omega.testing;

import java.util.Arrays;
import java.util.List;

/** Who does the handshakes' cryptography in this run of the tests: {@code omega.quic.crypto-providers}. */
public final class CryptoProviders {
    private CryptoProviders() {}

    public static List<String> ofThisRun() {
        return Arrays.stream(
                        System.getProperty("omega.quic.crypto-providers", "").split(","))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
