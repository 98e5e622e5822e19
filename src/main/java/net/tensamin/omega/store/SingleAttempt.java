package net.tensamin.omega.store;

import org.eclipse.persistence.sessions.SessionEvent;
import org.eclipse.persistence.sessions.SessionEventAdapter;

/**
 * Lets a call fail at once when the database is away. EclipseLink by itself tries thrice, 5 s apart, which would keep the
 * server's threads; the pool has checked the connection already.
 */
public class SingleAttempt extends SessionEventAdapter {
    @Override
    public void preLogin(SessionEvent event) {
        event.getSession().getLogin().setQueryRetryAttemptCount(0);
    }
}
