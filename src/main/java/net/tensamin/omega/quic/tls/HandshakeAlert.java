package net.tensamin.omega.quic.tls;

import java.util.Arrays;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.alert.ErrorAlert;
import tech.kwik.core.QuicConstants.TransportErrorCode;

/**
 * A handshake refused with a TLS alert (RFC 8446 §6.2), which QUIC carries as CRYPTO_ERROR 0x100 + alert (RFC 9001
 * §4.8). The message goes to the client as the reason phrase: it names the rule broken and no internals.
 */
public final class HandshakeAlert extends ErrorAlert {
    private static final long serialVersionUID = 1L;

    HandshakeAlert(AlertDescription alert, String message) {
        super(message, alert);
    }

    /** What a CRYPTO_ERROR is called, such as {@code certificate_required}; and CONNECTION_REFUSED, of which there is one in handshakes. */
    static String name(int cryptoError) {
        if (cryptoError == TransportErrorCode.CONNECTION_REFUSED.value) {
            return "revocations_unknown";
        }
        return Arrays.stream(AlertDescription.values())
                .filter(alert -> 0x100 + alert.value == cryptoError)
                .findFirst()
                .map(Enum::name)
                .orElse("error_" + cryptoError);
    }

    /** All that {@link #name} may say of an alert. */
    public static String[] names() {
        return Arrays.stream(AlertDescription.values()).map(Enum::name).toArray(String[]::new);
    }

    static HandshakeAlert handshakeFailure(String message) {
        return new HandshakeAlert(AlertDescription.handshake_failure, message);
    }

    static HandshakeAlert unexpectedMessage(String message) {
        return new HandshakeAlert(AlertDescription.unexpected_message, message);
    }

    static HandshakeAlert illegalParameter(String message) {
        return new HandshakeAlert(AlertDescription.illegal_parameter, message);
    }

    static HandshakeAlert decodeError(String message) {
        return new HandshakeAlert(AlertDescription.decode_error, message);
    }

    static HandshakeAlert decryptError(String message) {
        return new HandshakeAlert(AlertDescription.decrypt_error, message);
    }

    static HandshakeAlert badCertificate(String message) {
        return new HandshakeAlert(AlertDescription.bad_certificate, message);
    }
}
