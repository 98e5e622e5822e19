package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.sql.Connection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.Test;

class NoticeBatcherOnPostgreSqlTest extends NoticeBatcherContract {
    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }

    /** As an operator does it, who corrects a row by hand: it is found only by waiting for it. */
    @Test
    void pairThatIsLockedElsewhereIsWaitedForByItselfOnceItIsFound() throws Exception {
        FailedBatches transactions = new FailedBatches();
        NoticeBatcher node = batcher(transactions);
        UserId sender = new UserId(48);
        UserId locked = new UserId(41);
        node.submit(new Submission.Notice(sender, locked)).get(60, TimeUnit.SECONDS);
        try (Connection other = database.dataSource().getConnection()) {
            other.setAutoCommit(false);
            lockPair(other);
            CompletableFuture<Void> first = node.submit(new Submission.Notice(sender, locked));
            while (transactions.receivers.isEmpty()) {
                notice(node, sender, 42);
            }
            CompletableFuture<Void> second = node.submit(new Submission.Notice(sender, locked));
            notice(node, sender, 43); // whatever was in a batch with the second has been told apart
            transactions.receivers.clear();

            while (transactions.receivers.size() < 3) {
                lockPair(other); // a transaction that does nothing for long is ended
                notice(node, sender, 44);
                notice(node, sender, 45);
            }

            assertFalse(first.isDone() || second.isDone());
            assertEquals(Set.of(Set.of(locked)), Set.copyOf(transactions.receivers), "of batches that waited");
            other.rollback();
            first.get(60, TimeUnit.SECONDS);
            second.get(60, TimeUnit.SECONDS);
        }
        assertEquals(3, amount(locked.value(), sender));
    }

    private static void lockPair(Connection other) throws Exception {
        lock(other, "select amount from pending_pair where receiver_id = 41 and sender_id = 48 for update");
    }

    private static void notice(NoticeBatcher node, UserId sender, long receiver) throws Exception {
        node.submit(new Submission.Notice(sender, new UserId(receiver))).get(60, TimeUnit.SECONDS);
    }
}
