package tech.kwik.core.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tech.kwik.core.cc.CongestionControlEventListener;
import tech.kwik.core.cc.NewRenoCongestionController;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.PingFrame;
import tech.kwik.core.frame.Range;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.log.NullQLog;
import tech.kwik.core.packet.QuicPacket;
import tech.kwik.core.packet.ShortHeaderPacket;

class LossDetectorTest {
    private final RttEstimator rtt = new RttEstimator(new NullLogger());
    private final NewRenoCongestionController congestion =
            new NewRenoCongestionController(Clock.systemUTC(), new NullLogger(), new Deaf());
    private final LossDetector detector = new LossDetector(null, rtt, congestion, () -> {}, new NullQLog());
    private final List<QuicPacket> lost = new ArrayList<>();

    LossDetectorTest() {
        for (long number : new long[] {3, 4, 6, 9}) {
            detector.packetSent(new Ping(number), Instant.EPOCH.plusMillis(number), lost::add);
        }
    }

    private List<Long> acknowledge(Range... ranges) {
        return detector.determineNewlyAcked(new AckFrame(List.of(ranges))).stream()
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
    void claimToHaveReceivedBillionsOfPacketsCostsNothing() {
        assertEquals(List.of(3L, 4L, 6L, 9L), acknowledge(new Range(0L, Long.MAX_VALUE >> 2)));
    }

    @Test
    void roundTripIsMeasuredWithTheLargestOnly() {
        List<PacketStatus> newly = detector.determineNewlyAcked(new AckFrame(new Range(3L, 6L)));
        rtt.ackReceived(new AckFrame(new Range(3L, 7L)), Instant.EPOCH.plusMillis(106), newly);
        assertEquals(0, rtt.getLatestRtt(), "7 is not among them");
        rtt.ackReceived(new AckFrame(new Range(3L, 6L)), Instant.EPOCH.plusMillis(106), newly);
        assertEquals(100, rtt.getLatestRtt());
    }

    @Test
    void whatIsInFlightIsWhatIsNeitherAcknowledgedNorLost() {
        assertTrue(detector.ackElicitingInFlight());
        detector.close();
        assertEquals(0, congestion.getBytesInFlight());
        assertFalse(detector.ackElicitingInFlight());
    }

    /** All connections share it: a space that is no more has nothing in flight, and loses nothing. */
    @Test
    void closedOneKeepsNothing() {
        LossDetector closed = LossDetector.closed();
        closed.packetSent(new Ping(1), Instant.EPOCH, lost::add);
        closed.onAckReceived(new AckFrame(new Range(0L, 1L)), Instant.EPOCH);
        closed.detectLostPackets();
        closed.close();
        assertEquals(List.of(), closed.unAcked());
        assertFalse(closed.ackElicitingInFlight());
        assertFalse(closed.noAckedReceived(), "nobody waits for its acknowledgements");
        assertEquals(0, closed.getLost());
    }

    private static final class Ping extends ShortHeaderPacket {
        Ping(long number) {
            super(Version.QUIC_version_1, new byte[8], new PingFrame());
            packetSize = 30;
            setPacketNumber(number);
        }
    }

    private static final class Deaf implements CongestionControlEventListener {
        @Override
        public void bytesInFlightIncreased(long bytes) {}

        @Override
        public void bytesInFlightDecreased(long bytes) {}
    }
}
