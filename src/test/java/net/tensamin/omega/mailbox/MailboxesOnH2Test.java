package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.store.TestDatabase;
import net.tensamin.omega.testing.Allocations;
import org.junit.jupiter.api.Test;

class MailboxesOnH2Test extends MailboxesContract {
    private static final UserId POPULAR = new UserId(1);
    private static final int PAIRS = 100_000;
    private static final int PAGE = 100;
    private static final long FEW_BYTES = 4 << 20;

    @Override
    TestDatabase start() {
        return TestDatabase.h2();
    }

    @Override
    String generator(int last) {
        return "select x as n from system_range(2, " + last + ")";
    }

    /** H2 works on the thread that asks, so what that makes of objects tells how many rows are read and sorted. */
    @Test
    void aPageOfVeryManyIsReadInTheOrderOfAnIndex() throws Exception {
        try (TestDatabase fresh = TestDatabase.h2(false)) {
            fresh.run(entities -> {
                TestAccounts.of(entities).add(new Iota(new IotaId(1), "key"));
                TestAccounts.of(entities).add(new User(POPULAR, "popular", "key", new IotaId(1)));
            });
            StoredMailboxes mailboxes = new StoredMailboxes(fresh, change -> {});
            mailboxes.notice(POPULAR, POPULAR);
            fill(fresh, POPULAR, PAIRS);
            assertEquals(
                    PAGE,
                    mailboxes.pending(POPULAR, Long.MAX_VALUE, PAGE).badges().size());

            for (long before : new long[] {Long.MAX_VALUE, PAIRS / 2}) {
                long made = Allocations.of(() -> mailboxes.pending(POPULAR, before, PAGE));
                assertTrue(made < FEW_BYTES, () -> made + " bytes for a page before " + before);
            }
        }
    }
}
