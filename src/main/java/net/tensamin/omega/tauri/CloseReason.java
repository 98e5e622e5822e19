package net.tensamin.omega.tauri;

import java.util.Optional;
import net.tensamin.omega.quic.streams.CloseCode;

/** How a connection ended: by the server with a code, or else the client or the network. */
record CloseReason(Optional<CloseCode> code) {
    static final CloseReason CLIENT = new CloseReason(Optional.empty());

    static CloseReason of(CloseCode code) {
        return new CloseReason(Optional.of(code));
    }

    String text() {
        return code.map(known -> "code " + known.code()).orElse("by the client or the network");
    }
}
