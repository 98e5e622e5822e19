package net.tensamin.omega.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.MailboxSnapshot;
import net.tensamin.omega.mailbox.Mailboxes;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.tauri.Badge;
import net.tensamin.omega.tauri.Inbox;

/** Answers sessions from the mailbox; their reads go the way of everyone's. */
@ApplicationScoped
class MailboxInbox implements Inbox {
    private final Mailboxes mailboxes;
    private final Notices notices;

    /** For the client proxy. */
    MailboxInbox() {
        this(null, null);
    }

    @Inject
    MailboxInbox(Mailboxes mailboxes, Notices notices) {
        this.mailboxes = mailboxes;
        this.notices = notices;
    }

    @Override
    public Snapshot since(UserId user, long revision) {
        MailboxSnapshot snapshot = mailboxes.since(user, revision);
        return new Snapshot(snapshot.revision(), Badges.of(snapshot.pairs()));
    }

    @Override
    public Map<UserId, Long> revisions(Collection<UserId> users) {
        return mailboxes.revisions(users);
    }

    @Override
    public List<Badge> pending(UserId user) {
        return Badges.of(notices.pending(user));
    }

    @Override
    public void read(UserId reader, UserId sender, String party) {
        notices.read(reader, sender, party);
    }
}
