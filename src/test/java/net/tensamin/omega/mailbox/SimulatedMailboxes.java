package net.tensamin.omega.mailbox;

import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.FiredEvents;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.badge.StoreSetBack;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.presence.PresenceChanged;
import net.tensamin.omega.simulation.DatabaseLink;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.Timers;
import net.tensamin.omega.trace.UserTraces;

/** The mailboxes of a simulated node. */
public final class SimulatedMailboxes {
    private static final MailboxSettings SETTINGS = MailboxSettings.from(new TestConfig(Map.of()));
    private static final int MOST_HELD = 1_000;

    private final Notices notices;
    private final NoticeBatcher batcher;
    private final HeldNotices held;
    private final Inbox inbox;
    private final SenderClearing clearing;

    /**
     * What a node has.
     *
     * @param pause lets so many nanoseconds pass
     * @param id of the batcher
     * @param longWaits for work that waits for others for long
     */
    public record Surroundings(
            DatabaseLink database,
            ClusterBus bus,
            PresenceBoard presence,
            RemovedUsers removed,
            Clock clock,
            LongSupplier nanos,
            LongConsumer pause,
            UUID id,
            Executor threads,
            Timers timers,
            Timers longWaits) {}

    /** Told of what is committed, and of a database that came back older. */
    public interface Listener {
        void changed(BadgesChanged changes);

        void setBack(StoreSetBack older);
    }

    public SimulatedMailboxes(Surroundings around, Listener listener) {
        Mailboxes mailboxes = new Stored(around.database());
        NoticeJournal journal = new NoticeJournal(new Meters(), UserTraces.off(), user -> "");
        held = new HeldNotices(Duration.ofSeconds(45), MOST_HELD, around.nanos(), around.removed()::contains);
        batcher = new NoticeBatcher(
                new NoticeBatcher.Run(around.id(), around.nanos()),
                BatchMeters.in(new Meters()),
                new Batches(around.database(), around.clock(), listener),
                SETTINGS,
                new CommitPace(SETTINGS.commitInterval(), around.nanos(), around.pause()),
                around.threads(),
                around.timers()::later);
        notices = new Notices(around.bus(), mailboxes, around.presence()::isOnline, held, batcher::submit, journal);
        inbox = new MailboxInbox(mailboxes, notices, new Reads(notices, around.timers(), SETTINGS.answerTimeout()));
        clearing = new SenderClearing(
                new StoredRemovals(around.database()::call),
                (receiver, sender) -> read(around, receiver, sender),
                around.clock());
        clearing.open(around.longWaits(), new Meters());
    }

    public void start() {
        notices.start(this);
        clearing.start(this);
    }

    /** Nobody blocks in a simulation: who waits lets time pass, and has its answer then. */
    private CompletableFuture<Void> read(Surroundings around, UserId receiver, UserId sender) {
        CompletableFuture<Void> read =
                notices.submitRead(receiver, sender, "account removed").toCompletableFuture();
        long end = around.nanos().getAsLong() + SenderClearing.TERM.toNanos() / 2;
        while (!read.isDone() && around.nanos().getAsLong() - end < 0) {
            around.pause().accept(Duration.ofMillis(20).toNanos());
        }
        return read.isDone() ? read : CompletableFuture.failedFuture(new MailboxUnavailableException("too late"));
    }

    public Notices notices() {
        return notices;
    }

    public Inbox inbox() {
        return inbox;
    }

    public void on(PresenceChanged change) {
        notices.on(change);
    }

    public void on(UserRemoved removed) {
        notices.on(removed);
        clearing.on(removed);
    }

    /** As an application that ends. */
    public void stop() {
        clearing.stop(this);
        batcher.stop();
    }

    /** What waits for a batch. */
    public int waiting() {
        return batcher.size();
    }

    /** How many notices are remembered in case their receivers are offline after all. */
    public int held() {
        return held.size();
    }

    private static final class Batches extends BatchTransaction {
        private final DatabaseLink database;
        private final Clock now;
        private final Listener listener;

        private Batches(DatabaseLink database, Clock now, Listener listener) {
            this.database = database;
            this.now = now;
            this.listener = listener;
        }

        private BatchTransaction on(EntityManager entities, DatabaseLink.AfterSuccess afterSuccess) {
            BatchTransaction transaction = new BatchTransaction();
            transaction.entities = entities;
            transaction.clock = now;
            transaction.changed = new FiredEvents<>(event -> afterSuccess.accept(() -> listener.changed(event)));
            return transaction;
        }

        @Override
        public void commit(Batch batch) {
            database.call((entities, afterSuccess) -> {
                on(entities, afterSuccess).commit(batch);
                return null;
            });
        }

        @Override
        public boolean settle(Batch batch) {
            return database.call(
                    (entities, afterSuccess) -> on(entities, afterSuccess).settle(batch));
        }

        @Override
        public void tellSetBack() {
            listener.setBack(new StoreSetBack());
        }
    }

    private static final class Stored extends Mailboxes {
        private final DatabaseLink database;

        private Stored(DatabaseLink database) {
            this.database = database;
        }

        private <T> T call(Function<Mailboxes, T> work) {
            return database.call(entities -> {
                Mailboxes mailboxes = new Mailboxes();
                mailboxes.entities = entities;
                mailboxes.accounts = TestAccounts.of(entities);
                return work.apply(mailboxes);
            });
        }

        @Override
        public Optional<PendingBadges> whole(UserId user, int most) {
            return call(mailboxes -> mailboxes.whole(user, most));
        }

        @Override
        public long revision(UserId user) {
            return call(mailboxes -> mailboxes.revision(user));
        }

        @Override
        public PendingBadges pending(UserId user, long before, int most) {
            return call(mailboxes -> mailboxes.pending(user, before, most));
        }

        @Override
        public BadgeSnapshot since(UserId user, long revision) {
            return call(mailboxes -> mailboxes.since(user, revision));
        }

        @Override
        public Map<UserId, Long> revisions(Collection<UserId> users) {
            return call(mailboxes -> mailboxes.revisions(users));
        }
    }
}
