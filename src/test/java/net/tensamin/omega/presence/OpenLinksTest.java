package net.tensamin.omega.presence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.cluster.NodeId;
import org.junit.jupiter.api.Test;

class OpenLinksTest {
    private static final OmikronId OMIKRON = new OmikronId(7);

    private final NodeId self = NodeId.random();
    private final NodeId other = NodeId.random();
    private final OpenLinks links = new OpenLinks(self);

    @Test
    void epochsOfAnOmikronGrowWhateverTheClockSays() {
        LinkEpoch first = links.next(OMIKRON, 1_000);
        assertEquals(new LinkEpoch(OMIKRON, 1_000, self), first);
        links.open(first);
        assertEquals(1_001, links.next(OMIKRON, 5).epoch());
        assertEquals(2_000, links.next(OMIKRON, 2_000).epoch());
    }

    @Test
    void aLaterLinkReplacesTheOneBeforeIt() {
        LinkEpoch first = new LinkEpoch(OMIKRON, 1, self);
        LinkEpoch second = new LinkEpoch(OMIKRON, 2, other);
        assertEquals(Optional.empty(), links.open(first));
        assertTrue(links.isOwn(OMIKRON));
        assertEquals(Optional.of(first), links.open(second));

        assertFalse(links.isOpen(first));
        assertTrue(links.isOpen(second));
        assertFalse(links.isOwn(OMIKRON));
        assertEquals(List.of(), links.own());
        assertEquals(List.of(second), links.on(other));
    }

    @Test
    void openingChangesNothingForALinkThatIsOpenOrCameBeforeTheLatest() {
        LinkEpoch second = new LinkEpoch(OMIKRON, 2, self);
        assertFalse(links.isStale(second));
        links.open(second);
        assertTrue(links.isStale(second));
        assertTrue(links.isStale(new LinkEpoch(OMIKRON, 1, other)));

        links.close(second);
        assertTrue(links.isStale(new LinkEpoch(OMIKRON, 1, other)));
        assertFalse(links.isStale(new LinkEpoch(OMIKRON, 3, other)));
    }

    @Test
    void aLaterEpochElsewhereCountsWithoutALinkHere() {
        links.heardOf(new LinkEpoch(OMIKRON, 9, other));
        assertEquals(Optional.empty(), links.of(OMIKRON));
        assertEquals(10, links.next(OMIKRON, 0).epoch());
    }
}
