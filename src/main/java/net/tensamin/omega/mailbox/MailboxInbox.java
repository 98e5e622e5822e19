package net.tensamin.omega.mailbox;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;

/** Answers devices from the store; their reads are submitted like everybody's. */
@ApplicationScoped
class MailboxInbox implements Inbox {
    private final Mailboxes mailboxes;
    private final Notices notices;
    private final Reads reads;

    /** For the client proxy. */
    MailboxInbox() {
        this(null, null, null);
    }

    @Inject
    MailboxInbox(Mailboxes mailboxes, Notices notices, Reads reads) {
        this.mailboxes = mailboxes;
        this.notices = notices;
        this.reads = reads;
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
    public PendingBadges pending(UserId receiver) {
        return notices.pending(receiver);
    }

    @Override
    public CompletionStage<Void> read(UserId receiver, UserId sender, String party) {
        return reads.submit(receiver, sender, party);
    }
}
