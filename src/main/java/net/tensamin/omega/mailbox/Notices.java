package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.presence.PresenceChanged;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/**
 * Where message notices and reads come in, from whichever interface (SPEC §4). What one caller submits takes effect in its order.
 * A submission does not block, however long the database is down: a caller limits how much it has waiting.
 */
@ApplicationScoped
public class Notices {
    private static final Logger LOG = System.getLogger(Notices.class.getName());

    private static final int TWO_USERS = 2 * Long.BYTES;

    private final ClusterBus bus;
    private final Mailboxes mailboxes;
    private final WholeMailboxes wholes;
    private final Predicate<UserId> online;
    private final HeldNotices held;
    private final Function<Submission, CompletableFuture<Void>> store;
    private final NoticeJournal journal;

    /** For the client proxy. */
    Notices() {
        this(null, null, (Predicate<UserId>) null, null, null, null);
    }

    @Inject
    Notices(
            ClusterBus bus,
            Mailboxes mailboxes,
            PresenceBoard presence,
            HeldNotices held,
            NoticeBatcher batcher,
            NoticeJournal journal) {
        this(bus, mailboxes, presence::isOnline, held, batcher::submit, journal);
        journal.watch(held);
    }

    Notices(
            ClusterBus bus,
            Mailboxes mailboxes,
            Predicate<UserId> online,
            HeldNotices held,
            Function<Submission, CompletableFuture<Void>> store,
            NoticeJournal journal) {
        this.bus = bus;
        this.mailboxes = mailboxes;
        this.wholes = new WholeMailboxes(mailboxes);
        this.online = online;
        this.held = held;
        this.store = store;
        this.journal = journal;
    }

    /** Being told of the start makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        bus.listen(Subject.READ, (sender, content) -> {
            ByteBuffer users = ByteBuffer.wrap(content);
            held.read(new UserId(users.getLong()), new UserId(users.getLong()));
        });
    }

    /**
     * {@code sender} wrote to {@code receiver}: one more is pending if the receiver is offline; if it is online the notice
     * is only held, in case it is offline after all.
     *
     * @param party where it comes from, for the user's trace
     * @return completes after the commit, on a thread that must not be blocked; with {@link UnknownUserException} if the
     *     receiver is offline and either does not exist
     */
    public CompletionStage<Void> submitNotice(UserId sender, UserId receiver, String party) {
        HeldNotice notice = held.hold(sender, receiver); // first, so that a loss after the next line finds it
        if (online.test(receiver)) {
            journal.suppressed(receiver, sender);
            return CompletableFuture.completedFuture(null);
        }
        journal.noticed(receiver, sender, party);
        return store(notice);
    }

    /**
     * {@code reader} read what {@code sender} wrote; a success also when nothing was pending.
     *
     * @param party where it was read, for the user's trace
     * @return completes after the commit, on a thread that must not be blocked; with {@link UnknownUserException} if the
     *     reader does not exist
     */
    public CompletionStage<Void> submitRead(UserId reader, UserId sender, String party) {
        journal.read(reader, sender, party);
        held.read(reader, sender);
        if (!bus.others().isEmpty()) { // one of them may hold the notice
            ByteBuffer users =
                    ByteBuffer.allocate(TWO_USERS).putLong(reader.value()).putLong(sender.value());
            bus.sendAll(Subject.READ, users.array());
        }
        return store.apply(new Submission.Read(reader, sender));
    }

    /**
     * Done once what was submitted waits because another transaction has locked its user's mailbox, while later submissions for
     * other users commit; may never be.
     *
     * @param submitted what {@link #submitNotice} or {@link #submitRead} returned
     */
    public static CompletionStage<Void> overtaken(CompletionStage<Void> submitted) {
        return submitted instanceof Waiting waiting ? waiting.overtaken() : new CompletableFuture<>();
    }

    /**
     * What is pending, and the mailbox's revision with exactly that.
     *
     * @throws UnknownUserException if the user does not exist
     */
    public PendingBadges pending(UserId user) {
        return wholes.of(user);
    }

    /**
     * The next pending pairs that had changed before, the latest change first.
     *
     * @param before a revision of the mailbox
     * @param most pairs
     * @throws UnknownUserException if the user does not exist
     */
    public PendingBadges pending(UserId user, long before, int most) {
        return mailboxes.pending(user, before, most);
    }

    /**
     * The mailbox's revision; 0 before its first change.
     *
     * @throws UnknownUserException if the user does not exist
     */
    public long revision(UserId user) {
        return mailboxes.revision(user);
    }

    void on(@Observes UserRemoved removed) {
        held.forget(removed.user());
    }

    void on(@Observes PresenceChanged change) {
        if (change.online()) {
            return;
        }
        if (change.cause() == Cause.REPORTED) {
            held.received(change.user());
            return;
        }
        held.lost(change.user()).forEach(this::storeLate);
    }

    private void storeLate(HeldNotice notice) {
        journal.late(notice.receiver(), notice.sender());
        store(notice).whenComplete((stored, failure) -> {
            if (failure != null) {
                LOG.log(
                        Level.WARNING,
                        "a notice from " + notice.sender() + " to " + notice.receiver()
                                + ", which went offline unnoticed, is not stored",
                        failure);
            }
        });
    }

    /** Once it is submitted the batcher keeps it: the order of submission is the order of effect. */
    private CompletableFuture<Void> store(HeldNotice notice) {
        CompletableFuture<Void> stored = notice.store(store);
        held.drop(notice);
        return stored;
    }
}
