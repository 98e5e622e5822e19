package net.tensamin.omega.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeSnapshot;
import net.tensamin.omega.badge.PendingBadges;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WholeMailboxTest {
    private static final UserId ALICE = new UserId(42);
    private static final int SINCE = 200;

    private final Random random = new Random(24);
    private final Map<UserId, Badge> pairs = new TreeMap<>(Comparator.comparingLong(UserId::value));
    private final List<PendingBadges> moments = new ArrayList<>();
    private long revision;
    private int changesAtAStatement;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1_000, 1_001, 2_000, 5_500})
    void allThatIsPendingIsReadOnceAndInOrder(int pending) {
        fill(pending);

        assertEquals(now(), read());
    }

    /** Each statement sees what was committed before it, and others commit between any two. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 150})
    void theWholeIsOfOneMomentWhateverChangesMeanwhile(int changes) {
        fill(5_500);
        changesAtAStatement = changes;
        for (int times = 0; times < 20; times++) {
            moments.clear();

            PendingBadges read = read();

            PendingBadges then = moments.stream()
                    .filter(moment -> moment.revision() == read.revision())
                    .findFirst()
                    .orElseThrow();
            assertEquals(then, read);
        }
    }

    private PendingBadges read() {
        return new WholeMailboxes(new Stored()).of(ALICE);
    }

    private void fill(int pending) {
        LongStream.rangeClosed(1, pending).forEach(sender -> notice(new UserId(sender)));
    }

    private void notice(UserId sender) {
        Badge known = pairs.get(sender);
        pairs.put(sender, new Badge(sender, known == null ? 1 : known.amount() + 1, ++revision));
    }

    private void others() {
        for (int i = 0; i < changesAtAStatement; i++) {
            UserId sender = new UserId(1 + random.nextInt(6_000));
            if (random.nextBoolean() && pairs.containsKey(sender)) {
                pairs.put(sender, new Badge(sender, 0, ++revision));
            } else {
                notice(sender);
            }
        }
        moments.add(now());
    }

    private PendingBadges now() {
        return new PendingBadges(revision, latestFirst());
    }

    private List<Badge> latestFirst() {
        return pairs.values().stream()
                .filter(badge -> badge.isRaised())
                .sorted(Comparator.comparingLong(Badge::revision).reversed())
                .toList();
    }

    private final class Stored extends Mailboxes {
        private Stored() {
            accounts = new Accounts() {
                @Override
                public boolean exists(UserId user) {
                    return true;
                }
            };
        }

        @Override
        public BadgeSnapshot since(UserId user, long past) {
            others();
            List<Badge> some = pairs.values().stream()
                    .filter(badge -> badge.revision() > past)
                    .sorted(Comparator.comparingLong(Badge::revision))
                    .limit(SINCE)
                    .toList();
            boolean all = some.size() < SINCE;
            return new BadgeSnapshot(all ? revision : some.get(SINCE - 1).revision(), revision, some);
        }
    }
}
