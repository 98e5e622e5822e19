package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.tauri.TauriSessions;

/** Takes {@link Snapshot}s of this server; asks no database. Thread-safe. */
@ApplicationScoped
class Snapshots {
    private final Meters meters;
    private final TauriSessions sessions;
    private final PresenceBoard presence;
    private final Clock clock;

    /** For the client proxy. */
    Snapshots() {
        this(null, null, null, null);
    }

    @Inject
    Snapshots(Meters meters, TauriSessions sessions, PresenceBoard presence, Clock clock) {
        this.meters = meters;
        this.sessions = sessions;
        this.presence = presence;
        this.clock = clock;
    }

    /** @param mostSessions how many sessions at most */
    Snapshot take(int mostSessions) {
        return new Snapshot(clock.instant(), meters.samples(), sessions.views(mostSessions), presence.omikrons());
    }
}
