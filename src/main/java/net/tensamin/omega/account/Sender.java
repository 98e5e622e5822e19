package net.tensamin.omega.account;

import java.security.Principal;

/** Whose body a call reads. */
public enum Sender {
    /** A client that has nothing to show yet, such as a device that enrols. */
    ANYBODY(Principal.class) {
        @Override
        public boolean admits(Principal caller) {
            return true;
        }
    },
    DEVICE(CertificateIdentity.Device.class),
    /** A device or an operator. */
    ENROLLED(CertificateIdentity.class),
    OPERATOR(CertificateIdentity.Operator.class);

    private final Class<? extends Principal> kind;

    Sender(Class<? extends Principal> kind) {
        this.kind = kind;
    }

    /** @param caller null for a client whose certificate speaks for nobody */
    public boolean admits(Principal caller) {
        return kind.isInstance(caller);
    }
}
