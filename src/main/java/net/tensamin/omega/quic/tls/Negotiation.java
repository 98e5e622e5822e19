package net.tensamin.omega.quic.tls;

import java.util.Collection;
import java.util.List;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.extension.KeyShareExtension;
import tech.kwik.agent15.extension.KeyShareExtension.KeyShareEntry;
import tech.kwik.agent15.extension.PreSharedKeyExtension;
import tech.kwik.agent15.extension.PskKeyExchangeModesExtension;
import tech.kwik.agent15.extension.SignatureAlgorithmsExtension;
import tech.kwik.agent15.extension.SupportedVersionsExtension;
import tech.kwik.agent15.handshake.ClientHello;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.impl.TransportError;

/**
 * What a ClientHello and this server agree on (RFC 8446 §4.1.1). A PSK and early data that the client offers are passed
 * over: nothing here can resume a session.
 */
record Negotiation(CipherSuite suite, KeyShareEntry clientShare, SignatureScheme scheme) {
    private static final short TLS_1_3 = 0x0304; // RFC 8446 §4.2.1
    private static final int SESSION_ID_LENGTH_AT = 4 + 2 + 32; // after header, version and random: RFC 8446 §4.1.2

    static Negotiation of(ClientHello hello, Collection<CipherSuite> suites, List<SignatureScheme> schemes)
            throws TlsProtocolException {
        checkForm(hello);
        CipherSuite suite = hello.getCipherSuites().stream()
                .filter(suites::contains)
                .findFirst()
                .orElseThrow(() -> refused("no common cipher suite"));
        KeyShareEntry share = require(hello, KeyShareExtension.class).getKeyShareEntries().stream()
                .filter(entry -> KeyExchange.GROUPS.contains(entry.getNamedGroup()))
                .findFirst()
                .orElseThrow(() -> refused("no key share of a group supported here"));
        var offered = require(hello, SignatureAlgorithmsExtension.class).getSignatureAlgorithms();
        SignatureScheme scheme = schemes.stream()
                .filter(own -> offered.contains(own.wire()))
                .findFirst()
                .orElseThrow(() -> refused("no common signature scheme"));
        return new Negotiation(suite, share, scheme);
    }

    private static void checkForm(ClientHello hello) throws TlsProtocolException {
        if (hello.getBytes()[SESSION_ID_LENGTH_AT] != 0) { // RFC 9001 §8.4
            throw new TlsProtocolException(
                    "legacy_session_id must be empty", new TransportError(TransportErrorCode.PROTOCOL_VIOLATION));
        }
        if (count(hello, SupportedVersionsExtension.class) == 0
                || require(hello, SupportedVersionsExtension.class).getTlsVersion() != TLS_1_3) {
            throw new HandshakeAlert(AlertDescription.protocol_version, "TLS 1.3 is required");
        }
        for (Extension extension : hello.getExtensions()) { // RFC 8446 §4.2
            boolean known = !(extension instanceof tech.kwik.agent15.extension.UnknownExtension);
            if (known && count(hello, extension.getClass()) > 1) {
                throw HandshakeAlert.illegalParameter("an extension appears twice");
            }
        }
        if (count(hello, PreSharedKeyExtension.class) > 0
                && count(hello, PskKeyExchangeModesExtension.class) == 0) { // RFC 8446 §4.2.9
            throw missing("psk_key_exchange_modes");
        }
    }

    private static long count(ClientHello hello, Class<? extends Extension> kind) {
        return hello.getExtensions().stream().filter(kind::isInstance).count();
    }

    private static <E extends Extension> E require(ClientHello hello, Class<E> kind) throws HandshakeAlert {
        return hello.getExtensions().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow(() -> missing(kind.getSimpleName()));
    }

    private static HandshakeAlert missing(String extension) {
        return new HandshakeAlert(AlertDescription.missing_extension, "missing extension " + extension);
    }

    private static HandshakeAlert refused(String message) {
        return new HandshakeAlert(AlertDescription.handshake_failure, message);
    }
}
