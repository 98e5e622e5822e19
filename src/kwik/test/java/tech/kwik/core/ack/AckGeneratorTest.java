package tech.kwik.core.ack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tech.kwik.core.common.PnSpace;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;

class AckGeneratorTest {
    private final AckGenerator generator = new AckGenerator(PnSpace.App, null, () -> 1);

    private void send(long... packetNumbers) {
        for (long number : packetNumbers) {
            generator.registerAckSendWithPacket(new AckFrame(1), number);
        }
    }

    private Optional<Long> find(Range... ranges) {
        return generator.findLargest(new AckFrame(List.of(ranges)));
    }

    @Test
    void largestThatCarriedAnAcknowledgementIsFound() {
        send(3, 5, 8);
        assertEquals(Optional.of(5L), find(new Range(7L), new Range(2L, 5L)));
        assertEquals(Optional.of(8L), find(new Range(8L), new Range(2L, 5L)));
        assertEquals(Optional.empty(), find(new Range(9L), new Range(6L, 7L)));
    }

    @Test
    void claimToHaveReceivedBillionsOfPacketsCostsNothing() {
        assertEquals(Optional.empty(), find(new Range(0L, Long.MAX_VALUE >> 2)));
        send(3, 5, 8);
        assertEquals(Optional.of(8L), find(new Range(0L, Long.MAX_VALUE >> 2)));
    }
}
