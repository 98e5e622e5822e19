package net.tensamin.omega.tauri;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;

/**
 * Puts the badges of one session in the order of their revisions, whatever is missing, repeated or out of order in what
 * comes in (architecture.md, "Live changes"). Gives out no revision twice and none after a later one, but for those {@link #resume} takes back. Not
 * thread-safe.
 */
final class BadgeSequence {
    /** How many changes are held back; the rest is read from the inbox. */
    private static final int MOST_AHEAD = 256;

    private final TreeMap<Long, BadgeChange> ahead = new TreeMap<>();
    private Optional<BadgeChange> latest = Optional.empty();
    private Optional<Badge> newestRead = Optional.empty();
    private boolean started;
    private long last;
    private long announced;

    /** The revision up to which everything was given out, or was had before. */
    long last() {
        return last;
    }

    /** The latest revision known here. */
    long newest() {
        return Math.max(last, announced);
    }

    /** Whether something is missing that only a snapshot past {@link #last()} is sure to hold. */
    boolean behind() {
        return !started || announced > last;
    }

    /** What was changed up to {@code revision} is there already. To be called before the first snapshot is taken. */
    void begin(long revision) {
        last = revision;
    }

    /** The mailbox has reached this revision, by whatever change. */
    void announce(long revision) {
        announced = Math.max(announced, revision);
    }

    /** Takes a change and gives what may be sent now: nothing before the first snapshot, and nothing past a gap. */
    List<Badge> take(BadgeChange change) {
        announce(change.revision());
        if (change.revision() > last) {
            ahead.put(change.previousRevision(), change);
        }
        if (ahead.size() > MOST_AHEAD) {
            ahead.clear();
        }
        return started ? following() : List.of();
    }

    /**
     * Whether no mailbox can have had both this change and the latest that was given out, or read from the inbox: one of them is of a store that
     * came back older. Changes of one mailbox follow each other, and one that is repeated is the same.
     */
    boolean contradictedBy(BadgeChange change) {
        return contradictsWhatWasRead(change) || contradictsLatest(change);
    }

    /** Another pair has the revision of the newest badge that was read. */
    private boolean contradictsWhatWasRead(BadgeChange change) {
        return newestRead
                .filter(read -> change.badges().stream()
                        .anyMatch(badge -> badge.revision() == read.revision()
                                && !state(badge).equals(state(read))))
                .isPresent();
    }

    private boolean contradictsLatest(BadgeChange change) {
        return latest.filter(known -> change.revision() > known.previousRevision()
                        && change.previousRevision() < known.revision()
                        && !isSame(known, change))
                .isPresent();
    }

    private static boolean isSame(BadgeChange one, BadgeChange other) {
        return one.previousRevision() == other.previousRevision()
                && one.revision() == other.revision()
                && states(one).equals(states(other));
    }

    /** Without the times, which mean something on one node only. */
    private static List<Badge> states(BadgeChange change) {
        return change.badges().stream().map(BadgeSequence::state).toList();
    }

    private static Badge state(Badge badge) {
        return new Badge(badge.sender(), badge.amount(), badge.revision());
    }

    /** Takes what the inbox holds past {@link #last()}, and gives it and all that was held back and follows it. */
    List<Badge> take(BadgeSnapshot snapshot) {
        started = true;
        announce(snapshot.newest());
        if (!snapshot.badges().isEmpty()) {
            newestRead = Optional.of(snapshot.badges().get(snapshot.badges().size() - 1));
        }
        List<Badge> next = new ArrayList<>(advance(snapshot.revision(), snapshot.badges()));
        next.addAll(following());
        return next;
    }

    /** Not all that was given out could be sent: goes back to {@code revision}, and keeps nothing of what is past it. */
    void resume(long revision) {
        announce(last);
        last = revision;
        ahead.clear();
    }

    /** Begins again with nothing: what was known no longer holds. */
    void restart() {
        started = false;
        last = 0;
        announced = 0;
        latest = Optional.empty();
        newestRead = Optional.empty();
        ahead.clear();
    }

    private List<Badge> following() {
        List<Badge> next = new ArrayList<>();
        Map.Entry<Long, BadgeChange> entry = ahead.firstEntry();
        while (entry != null && entry.getKey() <= last) {
            ahead.remove(entry.getKey());
            latest = Optional.of(entry.getValue());
            next.addAll(advance(entry.getValue().revision(), entry.getValue().badges()));
            entry = ahead.firstEntry();
        }
        return next;
    }

    private List<Badge> advance(long revision, List<Badge> badges) {
        long from = last;
        last = Math.max(last, revision);
        return badges.stream().filter(badge -> badge.revision() > from).toList();
    }
}
