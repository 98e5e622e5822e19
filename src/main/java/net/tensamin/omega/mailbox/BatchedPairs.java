package net.tensamin.omega.mailbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;

/**
 * The pairs of one batch while it is applied. Each notice and each read that clears something takes a revision of its own;
 * the store gets each pair's last state only.
 */
final class BatchedPairs {
    /** A locked mailbox, its revision before the batch, and what has changed since. */
    private record Opened(Mailbox mailbox, long before, List<PairState> changes) {}

    private final Map<UserId, Opened> opened = new LinkedHashMap<>();
    private final Map<PendingPair.Key, PendingPair> pairs = new HashMap<>();
    private final List<PendingPair> made = new ArrayList<>();
    private final Instant now;

    BatchedPairs(List<Mailbox> mailboxes, List<PendingPair> pairs, Instant now) {
        mailboxes.forEach(mailbox ->
                opened.put(new UserId(mailbox.user()), new Opened(mailbox, mailbox.revision(), new ArrayList<>())));
        pairs.forEach(pair -> this.pairs.put(pair.key(), pair));
        this.now = now;
    }

    /** Only a notice makes a pair; it has a mailbox. */
    void apply(Submission submission) {
        PendingPair.Key key = new PendingPair.Key(submission.owner(), submission.sender());
        PendingPair pair =
                submission instanceof Submission.Notice ? pairs.computeIfAbsent(key, this::make) : pairs.get(key);
        if (pair != null && submission.apply(pair, now)) {
            opened.get(submission.owner()).changes().add(pair.state());
        }
    }

    private PendingPair make(PendingPair.Key key) {
        PendingPair pair =
                new PendingPair(opened.get(new UserId(key.receiver())).mailbox(), new UserId(key.sender()));
        made.add(pair);
        return pair;
    }

    /** Those that were not in the store. */
    List<PendingPair> made() {
        return List.copyOf(made);
    }

    /** One for each mailbox that changed. */
    List<MailboxChanged> changes() {
        return opened.entrySet().stream()
                .filter(entry -> !entry.getValue().changes().isEmpty())
                .map(entry -> new MailboxChanged(
                        entry.getKey(),
                        entry.getValue().before(),
                        entry.getValue().mailbox().revision(),
                        entry.getValue().changes()))
                .toList();
    }
}
