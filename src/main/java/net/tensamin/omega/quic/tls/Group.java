package net.tensamin.omega.quic.tls;

import java.util.Arrays;
import java.util.Optional;

/** A group in which keys are exchanged (RFC 8446 §4.2.7; the hybrid: draft-ietf-tls-ecdhe-mlkem). */
public enum Group {
    X25519MLKEM768("X25519MLKEM768", 0x11ec, MlKem.KEY + 32),
    X25519("X25519", 0x001d, 32),
    P256("P-256", 0x0017, 1 + 2 * 32),
    P384("P-384", 0x0018, 1 + 2 * 48),
    P521("P-521", 0x0019, 1 + 2 * 66);

    private final String label;
    private final int wire;
    private final int clientShare;

    Group(String label, int wire, int clientShare) {
        this.label = label;
        this.wire = wire;
        this.clientShare = clientShare;
    }

    static Optional<Group> labelled(String label) {
        return Arrays.stream(values())
                .filter(group -> group.label.equalsIgnoreCase(label))
                .findFirst();
    }

    /** As people write it: {@code P-256}. */
    public String label() {
        return label;
    }

    /** Its number in the protocol. */
    int wire() {
        return wire;
    }

    /** Bytes of a client's key share. */
    int clientShare() {
        return clientShare;
    }

    boolean isHybrid() {
        return this == X25519MLKEM768;
    }
}
