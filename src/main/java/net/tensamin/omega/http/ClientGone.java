package net.tensamin.omega.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Distinguishes a client that left while it was being answered from a disk that failed: both are an {@link
 * IOException}.
 */
public final class ClientGone {
    /** Where Payara writes answers. */
    private static final String NETWORK = "org.glassfish.grizzly.";

    private static final List<String> JAVA = List.of("java.", "javax.", "jdk.", "sun.");
    private static final int MOST_CAUSES = 20;

    private ClientGone() {}

    /**
     * What ended it; empty if it was something else. What Payara gives as the cause of an end of its own has no stack: what it was thrown in tells.
     *
     * @param failure null for none
     */
    public static Optional<IOException> in(Throwable failure) {
        Optional<IOException> deepest = Optional.empty();
        Throwable each = failure;
        for (int i = 0; each != null && i < MOST_CAUSES; i++) {
            if (each instanceof IOException end && isByTheNetwork(end)) {
                deepest = Optional.of(end);
            }
            each = each.getCause();
        }
        return deepest;
    }

    /** Whoever called Java: further up there is the network for whatever fails in a request. */
    private static boolean isByTheNetwork(IOException end) {
        return Arrays.stream(end.getStackTrace())
                .map(StackTraceElement::getClassName)
                .filter(name -> JAVA.stream().noneMatch(name::startsWith))
                .findFirst()
                .filter(name -> name.startsWith(NETWORK))
                .isPresent();
    }
}
