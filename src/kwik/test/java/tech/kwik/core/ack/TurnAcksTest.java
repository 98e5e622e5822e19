package tech.kwik.core.ack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;

class TurnAcksTest {
    private final SortedMap<Long, AckFrame> sent = new TreeMap<>();

    TurnAcksTest() {
        for (long number : new long[] {3, 5, 8}) {
            sent.put(number, new AckFrame(1));
        }
    }

    private Optional<Long> find(Range... ranges) {
        return TurnAcks.findLargest(sent, new AckFrame(List.of(ranges)));
    }

    @Test
    void largestThatCarriedAnAcknowledgementIsFound() {
        assertEquals(Optional.of(5L), find(new Range(7L), new Range(2L, 5L)));
        assertEquals(Optional.of(8L), find(new Range(8L), new Range(2L, 5L)));
        assertEquals(Optional.empty(), find(new Range(9L), new Range(6L, 7L)));
    }

    @Test
    void claimToHaveReceivedBillionsOfPacketsCostsNothing() {
        assertEquals(Optional.of(8L), find(new Range(0L, Long.MAX_VALUE >> 2)));
        sent.clear();
        assertEquals(Optional.empty(), find(new Range(0L, Long.MAX_VALUE >> 2)));
    }
}
