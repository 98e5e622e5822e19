package net.tensamin.omega.store;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DeadConnectionsTest {
    private long nanos = Long.MAX_VALUE - 5;
    private final DeadConnections dead = new DeadConnections(() -> nanos);

    @Test
    void whatWasSilentSinceADeadOneWasAskedIsDeadAndWhatWasHeardOfIsNot() {
        long silent = nanos;
        nanos += 10;
        long asked = nanos;
        nanos += 10;
        long heard = nanos;
        assertFalse(dead.include(silent));

        dead.found(asked);
        dead.found(asked - 5); // another one, which was asked before

        assertTrue(dead.include(silent));
        assertFalse(dead.include(heard));
    }
}
