package net.tensamin.omega.mailbox;

import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.store.HookedEntities;

/** {@link RemovedMailboxes} as the container runs it: each call is a transaction. */
final class StoredRemovals extends RemovedMailboxes {
    private final Calls database;
    private final String query;
    private final Runnable before;

    /** Runs {@code work} in a transaction that commits unless it throws. */
    interface Calls {
        <T> T call(Function<EntityManager, T> work);
    }

    StoredRemovals(Calls database) {
        this(database, "", () -> {});
    }

    /** Does something before a query. */
    StoredRemovals(Calls database, String query, Runnable before) {
        this.database = database;
        this.query = query;
        this.before = before;
    }

    private <T> T call(Function<RemovedMailboxes, T> work) {
        return database.call(entities -> work.apply(in(HookedEntities.before(entities, query, before))));
    }

    private static RemovedMailboxes in(EntityManager entities) {
        return RemovedMailboxesOf.entities(entities);
    }

    @Override
    public List<UserId> free(Instant now) {
        return call(removed -> removed.free(now));
    }

    @Override
    public long count() {
        return call(RemovedMailboxes::count);
    }

    @Override
    public boolean take(UserId sender, Instant now, Duration time) {
        return call(removed -> removed.take(sender, now, time));
    }

    @Override
    public void keep(UserId sender, Instant until) {
        call(removed -> {
            removed.keep(sender, until);
            return null;
        });
    }

    @Override
    public List<String> batchers() {
        return call(RemovedMailboxes::batchers);
    }

    @Override
    public void awaitBatch(String batcher) {
        call(removed -> {
            removed.awaitBatch(batcher);
            return null;
        });
    }

    @Override
    public List<Long> receivers(UserId sender, long after) {
        return call(removed -> removed.receivers(sender, after));
    }

    @Override
    public void forget(UserId sender) {
        call(removed -> {
            removed.forget(sender);
            return null;
        });
    }
}
