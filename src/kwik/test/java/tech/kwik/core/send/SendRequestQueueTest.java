package tech.kwik.core.send;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import tech.kwik.core.frame.PingFrame;

class SendRequestQueueTest {
    private final SendRequestQueue discarded = SendRequestQueue.DISCARDED;

    /** All connections share it. */
    @Test
    void levelThatIsNoMoreKeepsNothing() {
        discarded.addRequest(new PingFrame(), lost -> {});
        discarded.addRequest(size -> new PingFrame(), 1, lost -> {});
        discarded.addPriorityRequest(new PingFrame(), lost -> {});
        discarded.addAckRequest();
        discarded.addAckRequest(1);
        discarded.addProbeRequest();
        discarded.addProbeRequest(List.of(new PingFrame()));
        assertTrue(discarded.isEmpty());
        assertTrue(discarded.isEmpty(true));
        assertFalse(discarded.hasRequests());
        assertFalse(discarded.hasProbe());
        assertFalse(discarded.mustSendAck());
        assertNull(discarded.nextDelayedSend());
        assertTrue(discarded.next(1_200).isEmpty());
    }
}
