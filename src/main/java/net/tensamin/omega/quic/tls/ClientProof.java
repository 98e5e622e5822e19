package net.tensamin.omega.quic.tls;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import net.tensamin.omega.trust.VerifiedPath;
import tech.kwik.agent15.TlsConstants.AlertDescription;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;

/**
 * What a client shows to authenticate itself, first its certificate and then that it has the key. Changed by one thread; may be
 * asked by any.
 */
final class ClientProof {
    private final ClientTrust trust;
    private final Cryptography cryptography;
    private volatile List<X509Certificate> chain = List.of();
    private volatile VerifiedPath path;

    ClientProof(ClientTrust trust, Cryptography cryptography) {
        this.trust = trust;
        this.cryptography = cryptography;
    }

    /** RFC 8446 §4.4.2. */
    void show(CertificateMessage message) throws TlsProtocolException {
        if (message.getRequestContext().length != 0) {
            throw HandshakeAlert.illegalParameter("certificate_request_context must be empty");
        }
        List<X509Certificate> shown = List.copyOf(message.getCertificateChain());
        if (shown.isEmpty()) { // RFC 8446 §4.4.2.4
            throw new HandshakeAlert(AlertDescription.certificate_required, "a client certificate is required");
        }
        path = trust.check(shown);
        chain = shown;
    }

    /**
     * RFC 8446 §4.4.3.
     *
     * @param transcriptHash of everything before this message
     */
    void verify(CertificateVerifyMessage message, byte[] transcriptHash) throws TlsProtocolException {
        PublicKey key = chain.get(0).getPublicKey();
        SignatureScheme scheme = SignatureScheme.of(message.getSignatureScheme())
                .filter(requested -> requested.fits(key))
                .orElseThrow(() -> HandshakeAlert.illegalParameter("signature scheme does not fit"));
        boolean proven = scheme.verifies(
                cryptography, key, SignatureScheme.Signer.CLIENT, transcriptHash, message.getSignature());
        if (!proven) {
            throw HandshakeAlert.decryptError("certificate's key is not proven");
        }
    }

    /** The client's certificate and what it sent along. */
    List<X509Certificate> chain() {
        return chain;
    }

    /** When the first of the client's certificate and those that vouch for it expires. */
    Instant until() {
        return path.until();
    }
}
