package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.Optional;
import net.tensamin.omega.account.OmikronId;

/** How the Omikron of a link proves which one it is (SPEC §5): by a challenge that only its key opens. */
final class Authentication {
    private static final Logger LOG = System.getLogger(Authentication.class.getName());

    private final Admission admission;
    private volatile OmikronId claimed;
    private volatile byte[] key;
    private X448Challenge challenge;

    Authentication(Admission admission) {
        this.admission = admission;
    }

    /** The Omikron that the link claims to belong to; empty before it has said so. Known before its key is read. Thread-safe. */
    Optional<OmikronId> claimed() {
        return Optional.ofNullable(claimed);
    }

    /** What to ask an Omikron; empty if it is not registered, or its key cannot be used. */
    Optional<X448Challenge> challenge(OmikronId omikron) {
        claimed = omikron;
        Optional<byte[]> registered = admission.keyOf(omikron);
        if (registered.isEmpty()) {
            return Optional.empty();
        }
        key = registered.get();
        try {
            challenge = X448Challenge.to(key, admission.own());
        } catch (InvalidKeyException e) {
            LOG.log(Level.WARNING, "The registered key of Omikron " + omikron + " cannot be used", e);
            return Optional.empty();
        }
        return Optional.of(challenge);
    }

    /**
     * Whether the Omikron is registered with the key for which it was challenged; true before a challenge. Asks the
     * registry.
     */
    boolean isCurrent() {
        byte[] asked = key;
        return asked == null
                || admission
                        .keyOf(claimed)
                        .filter(now -> Arrays.equals(now, asked))
                        .isPresent();
    }

    /** Whether that is the answer to the challenge; to be asked only after there was one. */
    boolean isPassedBy(String answer) {
        return challenge.isAnsweredBy(answer);
    }

    /** Lets in the Omikron that was challenged. */
    Admission.Admitted admit() {
        return admission.admit(claimed);
    }
}
