package net.tensamin.omega.mailbox;

import java.util.List;

/**
 * Pairs of one mailbox as of one moment.
 *
 * @param revision the mailbox's revision at that moment; 0 before its first change
 * @param pairs in order of revision
 */
public record MailboxSnapshot(long revision, List<PairState> pairs) {
    public MailboxSnapshot {
        pairs = List.copyOf(pairs);
    }
}
