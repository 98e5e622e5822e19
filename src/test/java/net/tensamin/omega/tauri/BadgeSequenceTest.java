package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgeSnapshot;
import org.junit.jupiter.api.Test;

class BadgeSequenceTest {

    @Test
    void nothingIsGivenOutBeforeTheFirstSnapshot() {
        BadgeSequence sequence = new BadgeSequence();

        assertTrue(sequence.behind());
        assertEquals(List.of(), sequence.take(change(1)));
        assertEquals(List.of(badge(1)), sequence.take(new BadgeSnapshot(0, List.of())));
        assertFalse(sequence.behind());
    }

    @Test
    void anEmptyMailboxIsCaughtUpWith() {
        BadgeSequence sequence = new BadgeSequence();
        sequence.take(new BadgeSnapshot(0, List.of()));

        assertFalse(sequence.behind());
        assertEquals(0, sequence.last());
    }

    /** A store that came back older has reached the same revision again, by other changes. */
    @Test
    void aChangeContradictsWhatWasReadIfItHasAnotherBadgeAtThatRevision() {
        BadgeSequence sequence = new BadgeSequence();
        sequence.take(new BadgeSnapshot(5, List.of(badge(4), badge(5))));

        Badge other = new Badge(new UserId(1_000), 1, 5);

        assertTrue(sequence.contradictedBy(new BadgeChange(new UserId(42), 3, 5, List.of(badge(4), other))));
        assertFalse(sequence.contradictedBy(new BadgeChange(new UserId(42), 3, 5, List.of(badge(4), badge(5)))));
        assertFalse(sequence.contradictedBy(new BadgeChange(new UserId(42), 2, 4, List.of(badge(4)))));
    }

    @Test
    void anOlderSnapshotTakesNothingBack() {
        BadgeSequence sequence = new BadgeSequence();
        sequence.take(new BadgeSnapshot(5, List.of(badge(5))));

        assertEquals(List.of(), sequence.take(new BadgeSnapshot(4, List.of(badge(4)))));
        assertEquals(5, sequence.last());
    }

    @Test
    void revisionsOnlyGrowHoweverChangesAndSnapshotsCome() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            BadgeSequence sequence = new BadgeSequence();
            List<Badge> given = new ArrayList<>();
            for (int step = 0; step < 50; step++) {
                long revision = 1 + random.nextInt(30);
                given.addAll(
                        random.nextInt(6) == 0 ? sequence.take(snapshot(revision)) : sequence.take(change(revision)));
            }
            for (int next = 1; next < given.size(); next++) {
                assertTrue(given.get(next - 1).revision() < given.get(next).revision(), "seed " + seed);
            }
        }
    }

    private static BadgeSnapshot snapshot(long revision) {
        List<Badge> badges = new ArrayList<>();
        for (long each = 1; each <= revision; each++) {
            badges.add(badge(each));
        }
        return new BadgeSnapshot(revision, badges);
    }

    private static BadgeChange change(long revision) {
        return new BadgeChange(new UserId(42), revision - 1, revision, List.of(badge(revision)));
    }

    private static Badge badge(long revision) {
        return new Badge(new UserId(7), 1, revision);
    }
}
