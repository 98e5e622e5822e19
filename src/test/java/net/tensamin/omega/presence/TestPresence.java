package net.tensamin.omega.presence;

/** {@link PresenceBoard} outside a container, for tests of other components. */
public final class TestPresence {
    private TestPresence() {}

    public static PresenceBoard board() {
        return new PresenceBoard(OnlineMeans.USER, change -> {});
    }
}
