package tech.kwik.core.recovery;

import tech.kwik.core.cc.CongestionController;
import tech.kwik.core.impl.Role;
import tech.kwik.core.log.Logger;
import tech.kwik.core.send.Sender;
import tech.kwik.core.send.TurnSender;

/** Kwik's, which the sender that has it made keeps to itself: {@link TurnSender} is told. */
public final class TurnRecovery extends RecoveryManager {
    public TurnRecovery(Role role, RttEstimator rtt, CongestionController congestion, Sender sender, Logger log) {
        super(role, rtt, congestion, sender, log);
        if (sender instanceof TurnSender own) {
            own.recoverWith(this);
        }
    }
}
