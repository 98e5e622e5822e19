package net.tensamin.omega.mailbox;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.store.TestDatabase;

/** {@link BatchTransaction} as the container runs it: each call is a transaction, and events leave after its success. */
class CommittingTransactions extends BatchTransaction {
    private final TestDatabase database;
    private final Consumer<BadgeChange> observer;

    CommittingTransactions(TestDatabase database, Consumer<BadgeChange> observer) {
        this.database = database;
        this.observer = observer;
    }

    @Override
    public void commit(Batch batch) {
        RecordedChanges events = new RecordedChanges();
        database.run(plain -> on(entities(plain), events).commit(batch));
        committed();
        publish(events.changes());
    }

    @Override
    public boolean settle(Batch batch) {
        RecordedChanges events = new RecordedChanges();
        boolean committed = database.call(entities -> on(entities, events).settle(batch));
        publish(events.changes());
        return committed;
    }

    /** What the transactions of a test use. */
    EntityManager entities(EntityManager plain) {
        return plain;
    }

    /** Between the commit and its success; what is thrown here is a commit whose answer was lost. */
    void committed() {}

    private void publish(List<BadgeChange> fired) {
        fired.forEach(observer);
    }

    private static BatchTransaction on(EntityManager entities, RecordedChanges events) {
        BatchTransaction transaction = new BatchTransaction();
        transaction.entities = entities;
        transaction.changed = events;
        transaction.clock = Clock.systemUTC();
        return transaction;
    }
}
