package net.tensamin.omega.badge;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;

/** What devices ask of their user's mailbox. Every call may block on the database. */
public interface Inbox {
    /** The next badges past {@code revision}, in order of revision, cleared ones included: all, or as many as are read at a time. */
    BadgeSnapshot since(UserId receiver, long revision);

    /** The revisions of these receivers' mailboxes, in one query; one without a mailbox may be left out. */
    Map<UserId, Long> revisions(Collection<UserId> receivers);

    /** What is pending, amounts above 0 only, ordered by latest change. */
    List<Badge> pending(UserId receiver);

    /**
     * A read (SPEC §4); returns after its commit.
     *
     * @param party where it was read, for the receiver's trace
     */
    void read(UserId receiver, UserId sender, String party);
}
