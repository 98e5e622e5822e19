package net.tensamin.omega.tauri;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;

/** What sessions ask of the user's mailbox; the {@code push} component answers. Every call may block on the database. */
public interface Inbox {

    /** All badges past {@code revision}, in order of revision, cleared ones included. */
    Snapshot since(UserId user, long revision);

    /** The revisions of these users' mailboxes, in one query; a user without a mailbox may be left out. */
    Map<UserId, Long> revisions(Collection<UserId> users);

    /** What is pending, amounts above 0 only, ordered by latest change. */
    List<Badge> pending(UserId user);

    /**
     * A read (SPEC §4); returns after its commit.
     *
     * @param party where it was read, for the user's trace
     */
    void read(UserId reader, UserId sender, String party);

    /**
     * Badges as of one moment.
     *
     * @param revision the mailbox's revision at that moment
     */
    record Snapshot(long revision, List<Badge> badges) {
        public Snapshot {
            badges = List.copyOf(badges);
        }
    }
}
