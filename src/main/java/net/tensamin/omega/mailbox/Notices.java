package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.presence.PresenceChanged;
import net.tensamin.omega.presence.PresenceChanged.Cause;

/**
 * Where message notices and reads enter, whoever brings them (SPEC §4). Every call may block on the database and returns
 * after its commit.
 */
@ApplicationScoped
public class Notices {
    private static final Logger LOG = System.getLogger(Notices.class.getName());

    private final Mailboxes mailboxes;
    private final Predicate<UserId> online;
    private final HeldNotices held;
    private final Executor executor;

    /** For the client proxy. */
    Notices() {
        this(null, null, null, (Executor) null);
    }

    @Inject
    Notices(Mailboxes mailboxes, PresenceBoard presence, HeldNotices held, ContainerThreads threads) {
        this(mailboxes, presence::isOnline, held, threads.executor);
    }

    Notices(Mailboxes mailboxes, Predicate<UserId> online, HeldNotices held, Executor executor) {
        this.mailboxes = mailboxes;
        this.online = online;
        this.held = held;
        this.executor = executor;
    }

    /** Being told of the start makes the container create this bean then, so that a bad setting stops the start. */
    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {}

    /**
     * {@code sender} wrote to {@code receiver}: one more is pending if the receiver is offline; if it is online the notice
     * is only held, in case it is offline after all.
     *
     * @throws net.tensamin.omega.account.UnknownUserException if the receiver is offline and either does not exist
     */
    public void notice(UserId sender, UserId receiver) {
        HeldNotice notice = held.hold(sender, receiver); // first, so that a loss after the next line finds it
        if (!online.test(receiver)) {
            store(notice);
        }
    }

    /**
     * {@code reader} read what {@code sender} wrote; a success also when nothing was pending.
     *
     * @throws net.tensamin.omega.account.UnknownUserException if the reader does not exist
     */
    public void read(UserId reader, UserId sender) {
        held.read(reader, sender);
        mailboxes.read(reader, sender);
    }

    /**
     * What is pending, amounts above 0 only, the latest change first.
     *
     * @throws net.tensamin.omega.account.UnknownUserException if the user does not exist
     */
    public List<PairState> pending(UserId user) {
        return mailboxes.pending(user);
    }

    void on(@Observes PresenceChanged change) {
        if (change.online()) {
            return;
        }
        if (change.cause() == Cause.REPORTED) {
            held.received(change.user());
            return;
        }
        List<HeldNotice> lost = held.lost(change.user());
        if (!lost.isEmpty()) {
            executor.execute(() -> lost.forEach(this::storeLate));
        }
    }

    private void storeLate(HeldNotice notice) {
        try {
            store(notice);
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "a notice from " + notice.sender() + " to " + notice.receiver()
                            + ", who went offline unnoticed, is not stored",
                    e);
        }
    }

    private void store(HeldNotice notice) {
        try {
            notice.store(mailboxes);
        } finally {
            held.drop(notice);
        }
    }
}
