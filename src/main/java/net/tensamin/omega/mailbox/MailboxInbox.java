package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;

/** Answers devices from the store; their reads are submitted like everybody's. */
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
    public BadgeSnapshot since(UserId receiver, long revision) {
        return mailboxes.since(receiver, revision);
    }

    @Override
    public Map<UserId, Long> revisions(Collection<UserId> receivers) {
        return mailboxes.revisions(receivers);
    }

    @Override
    public List<Badge> pending(UserId receiver) {
        return mailboxes.pending(receiver);
    }

    @Override
    public void read(UserId receiver, UserId sender, String party) {
        notices.read(receiver, sender, party);
    }
}
