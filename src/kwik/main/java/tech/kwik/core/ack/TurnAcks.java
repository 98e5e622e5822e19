package tech.kwik.core.ack;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tech.kwik.core.frame.AckFrame;
import tech.kwik.core.frame.Range;

/** What Kwik asks at each acknowledgement: the build has the method of the same name end here (KwikRewrite). */
final class TurnAcks {
    private TurnAcks() {}

    /**
     * The last packet that carried an acknowledgement and is itself acknowledged. The work is bounded by what was sent; Kwik
     * counts through all numbers that the peer claims to have received.
     */
    static Optional<Long> findLargest(SortedMap<Long, AckFrame> sent, AckFrame received) {
        for (Long number : ((TreeMap<Long, AckFrame>) sent).descendingKeySet()) {
            for (Range range : received.getAcknowledgedRanges()) {
                if (range.contains(number)) {
                    return Optional.of(number);
                }
            }
        }
        return Optional.empty();
    }
}
