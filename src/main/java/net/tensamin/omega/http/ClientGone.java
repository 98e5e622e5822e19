package net.tensamin.omega.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Distinguishes a client that left while it was being answered from a disk that failed: both are an {@link
 * IOException}.
 */
public final class ClientGone {
    /** Where Payara writes answers. */
    private static final String NETWORK = "org.glassfish.grizzly.";

    private static final int MOST_CAUSES = 20;

    private ClientGone() {}

    /** What ended it; empty if it was something else. @param failure null for none */
    public static Optional<IOException> in(Throwable failure) {
        Throwable root = failure;
        for (int i = 0; root != null && root.getCause() != null && i < MOST_CAUSES; i++) {
            root = root.getCause();
        }
        return root instanceof IOException end && isOfTheNetwork(end) ? Optional.of(end) : Optional.empty();
    }

    private static boolean isOfTheNetwork(IOException end) {
        return Arrays.stream(end.getStackTrace())
                .anyMatch(frame -> frame.getClassName().startsWith(NETWORK));
    }
}
