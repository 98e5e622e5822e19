package net.tensamin.omega.store;

import org.eclipse.persistence.sessions.Session;
import org.eclipse.persistence.sessions.SessionCustomizer;

/**
 * Lets a call fail at once when the database is away. EclipseLink by itself tries thrice, 5 s apart, which would keep the
 * server's threads; the pool has checked the connection already.
 */
public class SingleAttempt implements SessionCustomizer {
    @Override
    public void customize(Session session) {
        session.getLogin().setQueryRetryAttemptCount(0);
    }
}
