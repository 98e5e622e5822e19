package net.tensamin.omega.badge;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import net.tensamin.omega.account.UserId;

/** What devices ask of their user's mailbox. Every call but {@link #read} may block on the database. */
public interface Inbox {
    /** The next badges past {@code revision}, in order of revision, cleared ones included: all, or as many as are read at a time. */
    BadgeSnapshot since(UserId receiver, long revision);

    /** The revisions of these receivers' mailboxes, in one query; one without a mailbox may be left out. */
    Map<UserId, Long> revisions(Collection<UserId> receivers);

    /** What is pending, and the mailbox's revision with exactly that. */
    PendingBadges pending(UserId receiver);

    /**
     * A read (SPEC §4).
     *
     * @param party where it was read, for the receiver's trace
     * @return completes after its commit, on a thread that must not be blocked
     */
    CompletionStage<Void> read(UserId receiver, UserId sender, String party);
}
