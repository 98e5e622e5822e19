package tech.kwik.core.send;

import java.time.Instant;
import java.util.Optional;
import tech.kwik.core.common.EncryptionLevel;

/** How Kwik's server looks for something to send, which most often is not there: the build has its calls end here (KwikRewrite). */
final class TurnAssembly {
    private TurnAssembly() {}

    /** Kwik makes a packet first, for each level, and then looks whether there is anything to put into it. */
    static Optional<SendItem> assemble(
            PacketAssembler assembler, int window, int available, byte[] sourceId, byte[] destinationId) {
        boolean lasts = assembler.level == EncryptionLevel.App || assembler.level == EncryptionLevel.ZeroRTT;
        return lasts && isIdle(assembler.requestQueue)
                ? Optional.empty()
                : assembler.assemble(window, available, sourceId, destinationId);
    }

    private static boolean isIdle(SendRequestQueue queue) {
        boolean acknowledges = queue.nextDelayedSend() != null && queue.mustSendAck();
        return !acknowledges && !queue.hasRequests() && !queue.hasProbe();
    }

    /** When the first of these levels that has an acknowledgement to send is to send it. */
    static Optional<Instant> nextDelayedSendTime(EncryptionLevel[] levels, SendRequestQueue[] queues) {
        for (EncryptionLevel level : levels) {
            Instant due = queues[level.ordinal()].nextDelayedSend();
            if (due != null) {
                return Optional.of(due);
            }
        }
        return Optional.empty();
    }
}
