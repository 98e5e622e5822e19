package tech.kwik.core.recovery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;

/**
 * What Kwik does with each acknowledgement: the build has the methods of the same names end here (KwikRewrite), where no
 * streams are made of lists that have one element.
 */
final class TurnLoss {
    private TurnLoss() {}

    /**
     * Marks the packets acknowledged now and not before. The work is bounded by what is in flight; Kwik counts through all
     * numbers that the peer claims to have received.
     */
    static List<PacketStatus> determineNewlyAcked(SortedMap<Long, PacketStatus> sent, AckFrame ack) {
        List<PacketStatus> newly = new ArrayList<>(2);
        for (PacketStatus status : sent.values()) {
            long number = status.packet().getPacketNumber();
            if (number > ack.getLargestAcknowledged()) {
                break;
            }
            if (contains(ack.getAcknowledgedRanges(), number) && status.setAcked()) {
                newly.add(status);
            }
        }
        return newly;
    }

    private static boolean contains(List<Range> ranges, long number) {
        for (Range range : ranges) {
            if (range.contains(number)) {
                return true;
            }
        }
        return false;
    }

    static List<PacketStatus> filterInFlight(LossDetector detector, List<PacketStatus> packets) {
        List<PacketStatus> inFlight = new ArrayList<>(packets.size());
        for (PacketStatus status : packets) {
            if (status.packet().isInflightPacket()) {
                inFlight.add(status);
            }
        }
        return inFlight;
    }

    static boolean ackElicitingInFlight(LossDetector[] detectors) {
        for (LossDetector detector : detectors) {
            if (detector.ackElicitingInFlight()) {
                return true;
            }
        }
        return false;
    }

    static void ackReceived(RttEstimator estimator, AckFrame ack, Instant received, List<PacketStatus> newlyAcked) {
        PacketStatus largest = null;
        boolean eliciting = false;
        for (PacketStatus status : newlyAcked) {
            largest = status.packet().getPacketNumber() == ack.getLargestAcknowledged() ? status : largest;
            eliciting |= status.packet().isAckEliciting();
        }
        if (largest != null && eliciting) {
            estimator.addSample(received, largest.timeSent(), ack.getAckDelay());
        }
    }
}
