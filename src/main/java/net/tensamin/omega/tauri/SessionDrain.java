package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Closes sessions one after another, each device at its own place in a window, so that neither this server nor the one they
 * turn to meets all of them at once (SPEC §3, code 100).
 */
final class SessionDrain {
    /** A few sessions do not need the whole window. */
    private static final Duration NEED_EACH = Duration.ofMillis(10);

    private SessionDrain() {}

    interface Pause {
        /** Returns when so much time has passed since the beginning. */
        void until(Duration sinceBeginning) throws InterruptedException;
    }

    static Pause sleeping() {
        long beginning = System.nanoTime();
        return time -> TimeUnit.NANOSECONDS.sleep(beginning + time.toNanos() - System.nanoTime());
    }

    /** An interrupt ends the wait, not the work. */
    static void run(Collection<TauriSession> all, Duration window, Pause pause) {
        List<TauriSession> sessions = all.stream()
                .sorted(Comparator.comparingDouble(session -> session.device().share()))
                .toList();
        Duration needed = NEED_EACH.multipliedBy(sessions.size());
        double spanNanos = (needed.compareTo(window) < 0 ? needed : window).toNanos();
        boolean hurried = false;
        for (TauriSession session : sessions) {
            long nanos = (long) (session.device().share() * spanNanos);
            hurried = hurried || interrupted(pause, Duration.ofNanos(nanos));
            session.goAway();
        }
        if (hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean interrupted(Pause pause, Duration until) {
        try {
            pause.until(until);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
