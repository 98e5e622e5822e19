package net.tensamin.omega.simulation.store;

import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;

/** A session of a database, asked through JPA. */
final class SqlClient extends Client {
    private final SqlStore store;
    private Connection connection;
    private long session;
    private Thread thread;
    private EntityManager entities;

    SqlClient(SqlStore store) {
        this.store = store;
    }

    void open() throws Exception {
        onThread(() -> {
            connection = store.connectThread();
            session = store.sessionOf(connection);
            thread = Thread.currentThread();
        });
    }

    @Override
    Outcome answer(Step step) {
        if (entities == null) {
            entities = store.entities();
            entities.getTransaction().begin();
        }
        return Cases.outcome(step, entities);
    }

    @Override
    boolean isBlocked() throws SQLException {
        return store.isBlocked(session);
    }

    @Override
    void stopWaiting() throws SQLException {
        store.cancel(session, thread);
    }

    @Override
    void commit() throws Exception {
        onThread(() -> {
            if (entities != null) {
                entities.getTransaction().commit();
            }
        });
        forget();
    }

    @Override
    void rollback() throws Exception {
        onThread(() -> {
            if (entities != null) {
                entities.getTransaction().rollback();
            }
        });
        forget();
    }

    private void forget() {
        if (entities != null) {
            entities.close();
            entities = null;
        }
    }

    @Override
    void kill() throws Exception {
        giveUp();
        store.end(session, connection);
        awaitEnd();
        entities = null;
        open();
    }

    @Override
    public void close() throws SQLException {
        super.close();
        connection.close();
    }
}
