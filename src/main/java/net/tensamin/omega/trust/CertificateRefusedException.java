package net.tensamin.omega.trust;

import java.security.cert.CertificateException;

/** What a client shows leads to no authority of this installation. The message names the rule broken and no internals. */
public final class CertificateRefusedException extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;

    /** As SPEC §1 tells them apart. */
    public enum Fault {
        UNKNOWN_AUTHORITY,
        /** Or not valid yet. */
        EXPIRED,
        BAD
    }

    CertificateRefusedException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    static CertificateRefusedException bad(String message) {
        return new CertificateRefusedException(Fault.BAD, message);
    }

    public Fault fault() {
        return fault;
    }
}
