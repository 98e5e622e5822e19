package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.InvalidKeyException;
import java.util.Optional;
import net.tensamin.omega.account.OmikronId;

/** How the Omikron of a link proves which one it is (SPEC §5): by a challenge that only its key opens. */
final class Authentication {
    private static final Logger LOG = System.getLogger(Authentication.class.getName());

    private final Admission admission;
    private volatile OmikronId claimed;
    private X448Challenge challenge;

    Authentication(Admission admission) {
        this.admission = admission;
    }

    /** The Omikron that the link claims to belong to; empty before it was challenged. Thread-safe. */
    Optional<OmikronId> claimed() {
        return Optional.ofNullable(claimed);
    }

    /** What to ask an Omikron; empty if it is not registered, or its key cannot be used. */
    Optional<X448Challenge> challenge(OmikronId omikron) {
        Optional<byte[]> key = admission.keyOf(omikron);
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            challenge = X448Challenge.to(key.get());
        } catch (InvalidKeyException e) {
            LOG.log(Level.WARNING, "The registered key of Omikron " + omikron + " cannot be used", e);
            return Optional.empty();
        }
        claimed = omikron;
        return Optional.of(challenge);
    }

    /** Whether that is the answer to the challenge; to be asked only after there was one. */
    boolean isPassedBy(String answer) {
        return challenge.isAnsweredBy(answer);
    }

    /** Lets the Omikron in that was challenged. */
    Admission.Admitted admit() {
        return admission.admit(claimed);
    }
}
