package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.quic.TauriStream;

/**
 * Sends one session its user's badges, in order of revision: first what is pending, then each change as it comes; after a
 * gap in the changes it reads the inbox again (SPEC §4, DESIGN 3). Thread-safe; no method blocks.
 */
final class Delivery {
    /** How long a change may be ahead of an earlier one that another thread is about to bring. */
    static final Duration REORDERING = Duration.ofMillis(50);

    /** When to read again after the inbox failed. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

    private final UserId user;
    private final TauriStream stream;
    private final Inbox inbox;
    private final Background background;
    private final BadgeSequence sequence = new BadgeSequence();
    private boolean readPlanned;
    private boolean ended;

    Delivery(UserId user, TauriStream stream, Inbox inbox, Background background) {
        this.user = user;
        this.stream = stream;
        this.inbox = inbox;
        this.background = background;
    }

    /** Begins with what is pending. Changes from before this call on are not missed if they are passed to {@link #take}. */
    synchronized void start() {
        planRead(Duration.ZERO);
    }

    /** Takes a change, in whatever order they come, repeated or not. */
    synchronized void take(BadgeSequence.Change change) {
        if (ended) {
            return;
        }
        send(sequence.take(change));
        planRead(REORDERING);
    }

    synchronized void end() {
        ended = true;
    }

    /** Whether something is missing that the inbox has. */
    synchronized boolean behind() {
        return sequence.behind();
    }

    /** The revision up to which everything was written to the stream. */
    synchronized long lastRevision() {
        return sequence.last();
    }

    private void planRead(Duration delay) {
        if (sequence.behind() && !readPlanned && !ended) {
            readPlanned = true;
            background.run(delay, this::read);
        }
    }

    private void read() {
        long last;
        synchronized (this) {
            readPlanned = false;
            if (ended || !sequence.behind()) {
                return;
            }
            readPlanned = true;
            last = sequence.last();
        }
        try {
            taken(inbox.since(user, last));
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "Reading the inbox of user " + user + " failed, trying again", e);
            readFailed();
        }
    }

    private synchronized void taken(Inbox.Snapshot snapshot) {
        readPlanned = false;
        if (!ended) {
            send(sequence.take(snapshot));
            planRead(REORDERING);
        }
    }

    private synchronized void readFailed() {
        readPlanned = false;
        planRead(RETRY);
    }

    private void send(List<Badge> badges) {
        for (Badge badge : badges) {
            stream.send(TauriLine.of(
                    badge.amount() > 0
                            ? new TauriMessage.PushNotification(badge.sender())
                            : new TauriMessage.ReadNotification(badge.sender())));
        }
    }
}
