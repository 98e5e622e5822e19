package tech.kwik.core.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.Range;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.packet.ShortHeaderPacket;

class TurnLossTest {
    private final SortedMap<Long, PacketStatus> sent = new ConcurrentSkipListMap<>();

    TurnLossTest() {
        for (long number : new long[] {3, 4, 6, 9}) {
            ShortHeaderPacket packet = new ShortHeaderPacket(Version.QUIC_version_1, new byte[8], new PingFrame());
            packet.setPacketNumber(number);
            sent.put(number, new PacketStatus(Instant.EPOCH.plusMillis(number), packet, lost -> {}));
        }
    }

    private List<Long> acknowledge(Range... ranges) {
        return TurnLoss.determineNewlyAcked(sent, new AckFrame(List.of(ranges))).stream()
                .map(status -> status.packet().getPacketNumber())
                .toList();
    }

    @Test
    void packetIsNewlyAcknowledgedOnce() {
        assertEquals(List.of(4L, 9L), acknowledge(new Range(8L, 9L), new Range(4L, 5L)));
        assertEquals(List.of(6L), acknowledge(new Range(4L, 7L)));
        assertEquals(List.of(), acknowledge(new Range(4L, 9L)));
    }

    @Test
    void packetThatIsLostIsNotAcknowledged() {
        sent.get(6L).setLost();
        assertEquals(List.of(3L, 4L, 9L), acknowledge(new Range(1L, 9L)));
    }

    @Test
    void claimToHaveReceivedBillionsOfPacketsCostsNothing() {
        assertEquals(List.of(3L, 4L, 6L, 9L), acknowledge(new Range(0L, Long.MAX_VALUE >> 2)));
    }

    @Test
    void roundTripIsMeasuredWithTheLargestOnly() {
        RttEstimator rtt = new RttEstimator(new NullLogger());
        List<PacketStatus> newly = TurnLoss.determineNewlyAcked(sent, new AckFrame(new Range(3L, 6L)));
        rtt.ackReceived(new AckFrame(new Range(3L, 7L)), Instant.EPOCH.plusMillis(106), newly);
        assertEquals(0, rtt.getLatestRtt(), "7 is not among them");
        rtt.ackReceived(new AckFrame(new Range(3L, 6L)), Instant.EPOCH.plusMillis(106), newly);
        assertEquals(100, rtt.getLatestRtt());
    }

    @Test
    void onlyWhatIsInFlightCounts() {
        List<PacketStatus> all = List.copyOf(sent.values());
        assertEquals(all, TurnLoss.filterInFlight(null, all));
        assertFalse(TurnLoss.ackElicitingInFlight(new LossDetector[0]));
        assertTrue(all.stream().allMatch(status -> status.packet().isAckEliciting()));
    }
}
