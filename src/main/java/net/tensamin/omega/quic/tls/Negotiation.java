package net.tensamin.omega.quic.tls;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import tech.kwik.agent15.TlsConstants.CipherSuite;

/**
 * What a ClientHello and this server agree on (RFC 8446 §4.1.1). A PSK and early data that the client offers are passed
 * over: nothing here can resume a session.
 *
 * @param group may be one that the client sent no share for; it has to be asked then
 */
record Negotiation(CipherSuite suite, Group group, SignatureScheme scheme) {

    static Negotiation of(Hello hello, Collection<CipherSuite> suites, Groups groups, List<SignatureScheme> schemes)
            throws HandshakeAlert {
        return new Negotiation(
                suite(hello, suites), groups.choose(hello.groups(), hello.shares()), scheme(hello, schemes));
    }

    /** The client knows best what is fast for it. */
    private static CipherSuite suite(Hello hello, Collection<CipherSuite> suites) throws HandshakeAlert {
        return hello.suites().stream()
                .flatMap(number -> Arrays.stream(CipherSuite.values()).filter(suite -> suite.value == number))
                .filter(suites::contains)
                .findFirst()
                .orElseThrow(() -> HandshakeAlert.handshakeFailure("no common cipher suite"));
    }

    private static SignatureScheme scheme(Hello hello, List<SignatureScheme> schemes) throws HandshakeAlert {
        List<Integer> offered = hello.signatureSchemes();
        return schemes.stream()
                .filter(own -> offered.contains((int) own.wire().value))
                .findFirst()
                .orElseThrow(() -> HandshakeAlert.handshakeFailure("no common signature scheme"));
    }
}
