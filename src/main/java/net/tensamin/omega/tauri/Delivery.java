package net.tensamin.omega.tauri;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.quic.streams.LineStream;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * Sends one session its user's badges, in order of revision: first what is past the device's cursor, then each change as it
 * comes. After a gap in the changes, and once a client that had stopped reading reads on, it reads the inbox again (SPEC
 * §4, architecture.md, "Live changes"): what a slow client has yet to get waits in the store and not here. Thread-safe; no method blocks.
 */
final class Delivery {
    /** How long a change may be ahead of an earlier one that another thread is about to bring. */
    static final Duration REORDERING = Duration.ofMillis(50);

    /** How long after a failure the inbox is read again. */
    static final Duration RETRY = Duration.ofSeconds(5);

    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

    private final UserId receiver;
    private final LineStream stream;
    private final Cursor cursor;
    private final Inbox inbox;
    private final Background background;
    private final Written written;
    private final BadgeSequence sequence = new BadgeSequence();
    private int restarts;
    private boolean begun;
    private long had;
    private boolean readPlanned;
    private boolean full;
    private boolean ended;
    private Optional<BadgeSnapshot> rest = Optional.empty();

    /** Up to where the device has everything. */
    interface Cursor {
        /** Called in the background, until it says something; empty if that cannot be said yet. */
        OptionalLong open();
    }

    /** Told what becomes of badges; must not block. */
    interface Written {
        /** @param replayed whether it was read from the inbox */
        void badge(Badge badge, boolean replayed);

        /** The stream takes nothing more for now; everything up to this revision was written. */
        void spilled(long revision);

        /** Some badges were written, and no more for now. */
        void wrote();

        /** All that the inbox is known to have is written. */
        void caughtUp();

        /** The store is older than what it had before; called in the background. */
        void setBack();
    }

    Delivery(UserId receiver, LineStream stream, Cursor cursor, Inbox inbox, Background background, Written written) {
        this.receiver = receiver;
        this.stream = stream;
        this.cursor = cursor;
        this.inbox = inbox;
        this.background = background;
        this.written = written;
    }

    /** Begins at the cursor. Changes from before this call on are not missed if they are passed to {@link #take}. */
    synchronized void start() {
        planRead(Duration.ZERO);
    }

    /** Takes a change, in whatever order they come, repeated or not. */
    synchronized void take(BadgeChange change) {
        if (ended) {
            return;
        }
        if (sequence.contradictedBy(change)) {
            background.run(Duration.ZERO, written::setBack);
        }
        if (full) {
            sequence.announce(change.revision());
            return;
        }
        long sent = sequence.last();
        send(sent, sequence.take(change), false);
        planRead(REORDERING);
    }

    /** The mailbox has this revision, whether or not the changes up to it have come. */
    synchronized void announce(long revision) {
        sequence.announce(revision);
        planRead(REORDERING);
    }

    /** The stream takes lines again. */
    synchronized void writable() {
        full = false;
        planRead(Duration.ZERO);
    }

    /** Begins again with everything that the store has: what this session knows is not so any more. */
    synchronized void restart() {
        restarts++;
        had = 0;
        rest = Optional.empty();
        sequence.restart();
        planRead(Duration.ZERO);
    }

    synchronized void end() {
        ended = true;
        rest = Optional.empty();
    }

    /** Whether the inbox has something that is still missing here. */
    synchronized boolean behind() {
        return sequence.behind();
    }

    /** The revision up to which everything was written to the stream, or had arrived before. */
    synchronized long lastRevision() {
        return sequence.last();
    }

    /** Whether anything was written that the device did not have before. */
    synchronized boolean hasWritten() {
        return sequence.last() > had;
    }

    /** The latest revision that the store is known to have had. */
    synchronized long newestRevision() {
        return sequence.newest();
    }

    /**
     * How many revisions the mailbox is ahead of what the device surely has; -1 while that is not known.
     *
     * @param proven since the delivery began
     */
    synchronized long lag(long proven) {
        return begun ? Math.max(0, sequence.newest() - Math.max(had, proven)) : -1;
    }

    private void planRead(Duration delay) {
        if (readDue() && !readPlanned) {
            readPlanned = true;
            background.run(delay, this::read);
        }
    }

    private boolean readDue() {
        return sequence.behind() && !full && !ended;
    }

    private void read() {
        if (!claimRead()) {
            return;
        }
        int began = restarts();
        try {
            if (begin()) {
                taken(rest().orElseGet(this::readOn), began);
            } else {
                readFailed();
            }
        } catch (RuntimeException | Error e) { // whatever it is: one that is not tried again is deaf
            OutOfMemory.endIf(e);
            LOG.log(System.Logger.Level.WARNING, "Reading the inbox of user " + receiver + " failed, trying again", e);
            readFailed();
        }
    }

    /** A revision that is known before the store is asked was committed: a store without it is older than it was. */
    private BadgeSnapshot readOn() {
        long from = lastRevision();
        BadgeSnapshot snapshot = inbox.since(receiver, from);
        if (snapshot.newest() < from) {
            written.setBack();
        }
        return snapshot;
    }

    private synchronized int restarts() {
        return restarts;
    }

    private synchronized boolean claimRead() {
        readPlanned = readDue();
        return readPlanned;
    }

    /**
     * Reads run one at a time, so only one thread at a time is here.
     *
     * @return whether it is known where to begin
     */
    private boolean begin() {
        if (!begun) {
            int before = restarts();
            cursor.open().ifPresent(stored -> begin(stored, before));
        }
        return begun;
    }

    private synchronized void begin(long stored, int before) {
        had = before == restarts ? stored : 0;
        sequence.begin(had);
        begun = true;
    }

    /** What was read and did not fit is not read again. */
    private synchronized Optional<BadgeSnapshot> rest() {
        Optional<BadgeSnapshot> kept = rest;
        rest = Optional.empty();
        return kept;
    }

    /** @param began how many restarts there had been: what was read before the last counts no more */
    private synchronized void taken(BadgeSnapshot snapshot, int began) {
        readPlanned = false;
        if (began != restarts) {
            planRead(Duration.ZERO);
            return;
        }
        if (!ended && !full) {
            long sent = sequence.last();
            send(sent, sequence.take(snapshot), true);
        }
        rest = full && !ended ? rest(snapshot) : Optional.empty();
        planRead(snapshot.isPart() ? Duration.ZERO : REORDERING);
        if (!sequence.behind()) {
            written.caughtUp();
        }
    }

    private Optional<BadgeSnapshot> rest(BadgeSnapshot snapshot) {
        List<Badge> left = snapshot.badges().stream()
                .filter(badge -> badge.revision() > sequence.last())
                .toList();
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(new BadgeSnapshot(snapshot.revision(), snapshot.newest(), left));
    }

    private synchronized void readFailed() {
        readPlanned = false;
        planRead(RETRY);
    }

    /** @param sent the revision up to which everything was sent before */
    private void send(long sent, List<Badge> badges, boolean replayed) {
        if (sendAsFits(sent, badges, replayed) > sent) {
            written.wrote();
        }
    }

    /** @return the revision up to which everything is sent now */
    private long sendAsFits(long sent, List<Badge> badges, boolean replayed) {
        long last = sent;
        for (Badge badge : badges) {
            if (!stream.offer(line(badge), badge.sinceNanos())) {
                full = true;
                sequence.resume(last);
                written.spilled(last);
                return last;
            }
            written.badge(badge, replayed);
            last = badge.revision();
        }
        return last;
    }

    private static byte[] line(Badge badge) {
        return TauriLine.of(
                badge.isRaised()
                        ? new TauriMessage.PushNotification(badge)
                        : new TauriMessage.ClearedNotification(badge));
    }
}
