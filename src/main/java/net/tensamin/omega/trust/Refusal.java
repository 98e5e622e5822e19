package net.tensamin.omega.trust;

import net.tensamin.omega.trust.CertificateRefusedException.Fault;

/**
 * Why a candidate is no path.
 *
 * @param missing how many certificates of it, counted from the client's own, were not found good; 0 when all were, and only
 *     the time is not theirs
 * @param isForgery the last of those is not signed by the key that it was looked at with
 */
record Refusal(Fault fault, int missing, boolean isForgery, String message) {

    static Refusal expired(int missing) {
        return new Refusal(Fault.EXPIRED, missing, false, "certificate not valid at this time");
    }

    static Refusal bad(int missing, String message) {
        return new Refusal(Fault.BAD, missing, false, message);
    }

    static Refusal forged(int missing) {
        return new Refusal(Fault.BAD, missing, true, "certificate does not verify");
    }

    /** Whether this candidate came further: its fault is the one to be named. Of two, a time that has passed says more. */
    boolean isFurtherThan(Refusal other) {
        return missing < other.missing || missing == other.missing && fault == Fault.EXPIRED;
    }

    CertificateRefusedException exception() {
        return new CertificateRefusedException(fault, message);
    }
}
