package net.tensamin.omega.mailbox;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.Test;

class MailboxesOnPostgreSqlTest extends MailboxesContract {
    private static final UserId AWAY = new UserId(1);
    private static final int PAIRS = 20_000;
    private static final int PAGE = 1_000;
    private static final double MOST_READ_OF_EACH = 1.2;
    private static final String READ =
            "select coalesce(idx_tup_fetch, 0) + coalesce(seq_tup_read, 0) from pg_stat_user_tables where relname = 'pending_pair'";

    @Override
    TestDatabase start() {
        return TestDatabase.postgreSql();
    }

    @Override
    String generator(int last) {
        return "select n from generate_series(2, " + last + ") as n";
    }

    /** It expects a hundred rows for any receiver, then. */
    @Test
    void eachRowIsReadOnceThoughPostgreSqlHasNoStatisticsOfTheTable() throws Exception {
        assertEachRowIsReadOnce(mailboxes -> {
            BadgeSnapshot page = mailboxes.since(AWAY, 0);
            while (page.isPart()) {
                page = mailboxes.since(AWAY, page.revision());
            }
        });
    }

    @Test
    void soIsEachRowOfPagesTheLatestChangeFirst() throws Exception {
        assertEachRowIsReadOnce(mailboxes -> {
            long before = Long.MAX_VALUE;
            Collection<Badge> page = List.of();
            do {
                page = mailboxes.pending(AWAY, before, PAGE).badges();
                before = page.stream().mapToLong(Badge::revision).min().orElse(0);
            } while (page.size() == PAGE);
        });
    }

    private void assertEachRowIsReadOnce(Consumer<StoredMailboxes> reading) throws Exception {
        try (TestDatabase fresh = TestDatabase.postgreSql()) {
            fresh.run(entities -> {
                TestAccounts.of(entities).add(new Iota(new IotaId(1), "key"));
                TestAccounts.of(entities).add(new User(AWAY, "away", "key", new IotaId(1)));
            });
            StoredMailboxes mailboxes = new StoredMailboxes(fresh, change -> {});
            mailboxes.notice(AWAY, AWAY);
            fill(fresh, AWAY, PAIRS);
            long before = read(fresh);

            reading.accept(mailboxes);

            await("what the last connections tell when they end")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> read(fresh) - before >= PAIRS);
            assertTrue(
                    read(fresh) - before <= MOST_READ_OF_EACH * PAIRS, () -> read(fresh) - before + " rows were read");
        }
    }

    private static long read(TestDatabase database) {
        return database.call(
                entities -> ((Number) entities.createNativeQuery(READ).getSingleResult()).longValue());
    }
}
