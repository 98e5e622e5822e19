package net.tensamin.omega.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import net.tensamin.omega.crash.CrashModel.Change;
import net.tensamin.omega.crash.CrashModel.Pair;
import org.junit.jupiter.api.Test;

class CrashModelTest {
    private static final Pair PAIR = new Pair(42, 7);
    private final CrashModel model = new CrashModel();

    @Test
    void whatWasAcknowledgedMustBeThere() {
        send("a", Change.NOTICE);
        send("b", Change.NOTICE);
        model.acknowledged("a");
        model.acknowledged("b");

        assertEquals(Set.of(2L), model.possible(PAIR));
        assertThrows(AssertionError.class, () -> model.found(PAIR, 1));
        assertThrows(AssertionError.class, () -> model.found(PAIR, 3));
        model.found(PAIR, 2);
    }

    @Test
    void whatWasNotMayBeThereInItsOrder() {
        send("a", Change.NOTICE);
        model.acknowledged("a");
        send("b", Change.NOTICE);
        send("c", Change.READ);
        send("d", Change.NOTICE);
        send("e", Change.NOTICE);

        assertEquals(Set.of(0L, 1L, 2L), model.possible(PAIR));
        assertThrows(AssertionError.class, () -> model.found(PAIR, 3));
    }

    @Test
    void anAcknowledgedReadClears() {
        send("a", Change.NOTICE);
        send("b", Change.READ);
        model.acknowledged("a");
        model.acknowledged("b");

        assertEquals(Set.of(0L), model.possible(PAIR));
        assertEquals(0, model.unacknowledged());
    }

    /** Its link ended, and no amount of that pair is compared any more. */
    @Test
    void aReadOfWhatARemovedUserWroteIsNotWaitedFor() {
        model.removed(PAIR.sender());
        send("a", Change.READ);
        assertEquals(1, model.unacknowledged());

        model.silent();
        assertEquals(0, model.unacknowledged());
    }

    @Test
    void whatIsFoundIsWhereItGoesOnFrom() {
        send("a", Change.NOTICE);
        send("b", Change.NOTICE);
        model.found(PAIR, 1);

        assertEquals(0, model.unacknowledged());
        send("c", Change.NOTICE);
        assertEquals(Set.of(1L, 2L), model.possible(PAIR));
    }

    @Test
    void whatNamesARemovedUserIsRefusedUnlessItWasSentBefore() {
        send("a", Change.NOTICE);
        model.acknowledged("a");
        send("b", Change.NOTICE);
        send("c", Change.NOTICE);
        model.removed(PAIR.sender());
        send("d", Change.NOTICE);

        model.acknowledged("b");
        model.refused("c");
        assertThrows(AssertionError.class, () -> model.acknowledged("d"));
        model.refused("d");
        assertEquals(0, model.unacknowledged());
        assertEquals(Set.of(0L), model.possible(PAIR), "it is read for its receiver");
        assertThrows(AssertionError.class, () -> model.found(PAIR, 1));
    }

    @Test
    void aReadOfWhatARemovedUserWroteIsASuccess() {
        model.removed(PAIR.sender());
        send("a", Change.READ);
        assertThrows(AssertionError.class, () -> model.refused("a"));
        model.acknowledged("a");

        model.removed(PAIR.receiver());
        send("b", Change.READ);
        model.refused("b");
    }

    @Test
    void whoIsThereIsNotRefused() {
        send("a", Change.NOTICE);
        assertThrows(AssertionError.class, () -> model.refused("a"));
    }

    private void send(String request, Change change) {
        model.sent(request, PAIR, change);
    }
}
