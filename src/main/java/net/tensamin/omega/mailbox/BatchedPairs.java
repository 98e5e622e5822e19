package net.tensamin.omega.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;

/**
 * The pairs of one batch while it is applied. Each notice and each read that clears something takes a revision of its own;
 * the store gets each pair's last state only.
 */
final class BatchedPairs {
    /** A locked mailbox, its revision before the batch, and what has changed since. */
    private record Opened(Mailbox mailbox, long before, List<Badge> changes) {}

    private final Map<Long, Opened> opened = new LinkedHashMap<>();
    private final Map<PendingPair.Key, PendingPair> pairs = new HashMap<>();
    private final Set<PendingPair> changed = new LinkedHashSet<>();

    /** A mailbox as it is stored. */
    void mailbox(long user, long revision) {
        opened.put(user, new Opened(new Mailbox(user, revision), revision, new ArrayList<>()));
    }

    /** A pair of such a mailbox, as it is stored. */
    void pair(long receiver, long sender, long amount, long revision) {
        PendingPair pair = new PendingPair(opened.get(receiver).mailbox(), sender, amount, revision);
        pairs.put(pair.key(), pair);
    }

    /** Only a notice makes a pair; its mailbox is there. */
    void apply(Submission submission) {
        PendingPair.Key key = new PendingPair.Key(submission.receiver(), submission.sender());
        PendingPair pair =
                submission instanceof Submission.Notice ? pairs.computeIfAbsent(key, this::newPair) : pairs.get(key);
        if (pair != null && submission.apply(pair)) {
            changed.add(pair);
            opened.get(key.receiver()).changes().add(pair.badgeSince(submission.sinceNanos()));
        }
    }

    private PendingPair newPair(PendingPair.Key key) {
        return new PendingPair(opened.get(key.receiver()).mailbox(), key.sender(), 0, 0);
    }

    /** Those to write. */
    Collection<PendingPair> changed() {
        return Collections.unmodifiableCollection(changed);
    }

    /** One for each mailbox that changed. */
    List<BadgeChange> changes() {
        return opened.values().stream()
                .filter(mailbox -> !mailbox.changes().isEmpty())
                .map(mailbox -> new BadgeChange(
                        new UserId(mailbox.mailbox().receiver()),
                        mailbox.before(),
                        mailbox.mailbox().revision(),
                        mailbox.changes()))
                .toList();
    }
}
