package tech.kwik.core.cc;

import java.time.Clock;
import java.util.List;
import tech.kwik.core.log.Logger;
import tech.kwik.core.packet.PacketInfo;

/** Kwik's, which acknowledgements that do not widen the window (RFC 9002 §7.8) cost no streams: nearly all do not. */
public final class TurnCongestion extends NewRenoCongestionController {
    private static final int EPSILON = 3; // bytes: Kwik's

    public TurnCongestion(Clock clock, Logger log, CongestionControlEventListener events) {
        super(clock, log, events);
    }

    @Override
    public synchronized void registerAcked(List<? extends PacketInfo> acknowledged) {
        long bytes = 0;
        for (PacketInfo each : acknowledged) {
            bytes += each.packet().getSize();
        }
        if (congestionWindow - bytesInFlight <= EPSILON || bytes > bytesInFlight) {
            super.registerAcked(acknowledged);
        } else if (bytes > 0) {
            bytesInFlight -= bytes;
            eventListener.bytesInFlightDecreased(bytesInFlight);
        }
    }
}
