package net.tensamin.omega.embedded;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The power goes at any moment: while the database is opened, used, closed, and recovered. {@code omega.faults.cuts} says how often
 * (the profile {@code faults} has 1,000), {@code omega.faults.seed} repeats a run.
 */
@Timeout(1_200)
class PowerCutTest {
    private static final int CUTS = Integer.getInteger("omega.faults.cuts", 60);
    private static final long SEED = Long.getLong("omega.faults.seed", System.nanoTime());

    @Test
    void nothingAcknowledgedIsLostAndNoMarkRefusesTheDatabase() throws Exception {
        System.out.println("omega.faults.seed=" + SEED);
        try (CutDatabase database = new CutDatabase(new Random(SEED), true)) {
            for (int cut = 1; cut <= CUTS; cut++) {
                database.useUntilTheCut();
                database.assertNothingLost("cut " + cut + " of seed " + SEED);
            }
            assertTrue(database.acknowledged() > CUTS, "cuts without commits show nothing");
            System.out.printf("%d cuts: %d acknowledged, none lost%n", CUTS, database.acknowledged());
        }
    }

    /** Shows that such a disk does lose what was not synced. */
    @Test
    void withoutSyncingSomethingIsLost() throws Exception {
        assertThrows(Throwable.class, () -> {
            try (CutDatabase database = new CutDatabase(new Random(SEED), false)) {
                for (int cut = 1; cut <= 50; cut++) {
                    database.useUntilTheCut();
                    database.assertNothingLost("cut " + cut);
                }
            }
        });
    }
}
