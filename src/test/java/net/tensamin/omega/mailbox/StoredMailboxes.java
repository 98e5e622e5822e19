package net.tensamin.omega.mailbox;

import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.Inbox;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.store.TestDatabase;

/** Mailboxes in a database outside a container, for tests of other components; each notice and read is a batch. */
public final class StoredMailboxes implements Inbox {
    private final TestDatabase database;
    private final CommittingTransactions transactions;

    /** @param observer told of each change after its commit */
    public StoredMailboxes(TestDatabase database, Consumer<BadgeChange> observer) {
        this.database = database;
        this.transactions = new CommittingTransactions(database, observer);
    }

    public void notice(UserId sender, UserId receiver) {
        commit(new Submission.Notice(sender, receiver));
    }

    private void commit(Submission submission) {
        Batch batch = new Batch(UUID.randomUUID(), 0, 1, List.of(submission));
        transactions.settle(batch);
        transactions.commit(batch);
    }

    @Override
    public BadgeSnapshot since(UserId receiver, long revision) {
        return database.call(entities -> in(entities).since(receiver, revision));
    }

    @Override
    public Map<UserId, Long> revisions(Collection<UserId> receivers) {
        return database.call(entities -> in(entities).revisions(receivers));
    }

    @Override
    public PendingBadges pending(UserId receiver) {
        return database.call(entities -> new WholeMailboxes(in(entities)).of(receiver));
    }

    /** A page, as {@link Mailboxes#pending} has it. */
    PendingBadges pending(UserId receiver, long before, int most) {
        return database.call(entities -> in(entities).pending(receiver, before, most));
    }

    @Override
    public CompletionStage<Void> read(UserId receiver, UserId sender, String party) {
        commit(new Submission.Read(receiver, sender));
        return CompletableFuture.completedFuture(null);
    }

    private static Mailboxes in(EntityManager entities) {
        Mailboxes mailboxes = new Mailboxes();
        mailboxes.entities = entities;
        mailboxes.accounts = TestAccounts.of(entities);
        return mailboxes;
    }
}
