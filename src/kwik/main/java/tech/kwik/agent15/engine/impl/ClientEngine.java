package tech.kwik.agent15.engine.impl;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.security.auth.x500.X500Principal;
import tech.kwik.agent15.ProtectionKeysType;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.agent15.TlsConstants.SignatureScheme;
import tech.kwik.agent15.TlsProtocolException;
import tech.kwik.agent15.alert.DecryptErrorAlert;
import tech.kwik.agent15.alert.ErrorAlert;
import tech.kwik.agent15.alert.HandshakeFailureAlert;
import tech.kwik.agent15.alert.UnexpectedMessageAlert;
import tech.kwik.agent15.engine.CertificateWithPrivateKey;
import tech.kwik.agent15.engine.ClientMessageSender;
import tech.kwik.agent15.engine.TlsStatusEventHandler;
import tech.kwik.agent15.extension.CertificateAuthoritiesExtension;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.extension.SignatureAlgorithmsExtension;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateRequestMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.FinishedMessage;

/**
 * agent15's client, which shows its certificate with the issuers' and signs as its key can (RFC 8446 §4.4.2, §4.4.3). That of agent15 3.1 shows
 * the certificate alone, and signs as its issuer did, and so not at all if that is by another kind of key or by P-384, P-521 or Ed25519.
 */
public final class ClientEngine extends TlsClientEngineImpl {
    private static final VarHandle STATUS = field("status", Status.class);
    private static final VarHandle TRANSCRIPT = field("transcriptHash", TranscriptHash.class);

    private final ClientMessageSender sender;
    private final TlsStatusEventHandler handler;
    private Function<List<X500Principal>, CertificateWithPrivateKey> selector = authorities -> null;
    private Optional<CertificateRequestMessage> request = Optional.empty();

    public ClientEngine(ClientMessageSender sender, TlsStatusEventHandler handler) {
        super(sender, handler);
        this.sender = sender;
        this.handler = handler;
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(TlsClientEngineImpl.class, MethodHandles.lookup())
                    .findVarHandle(TlsClientEngineImpl.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is another agent15 than 3.1", e);
        }
    }

    /** A certificate that is shown together with those that it depends on. */
    public static final class Identity extends CertificateWithPrivateKey {
        private final List<X509Certificate> issuers;

        /** @param issuers each certifies the one before; without the root */
        public Identity(X509Certificate certificate, List<X509Certificate> issuers, PrivateKey key) {
            super(certificate, key);
            this.issuers = List.copyOf(issuers);
        }
    }

    @Override
    public void setClientCertificateCallback(Function<List<X500Principal>, CertificateWithPrivateKey> callback) {
        selector = callback;
    }

    @Override
    public void received(CertificateRequestMessage message, ProtectionKeysType protectedBy)
            throws TlsProtocolException, IOException {
        super.received(message, protectedBy);
        request = Optional.of(message);
    }

    /** Ends the handshake (RFC 8446 §4.4.4). */
    @Override
    public void received(FinishedMessage finished, ProtectionKeysType protectedBy) throws ErrorAlert, IOException {
        if (protectedBy != ProtectionKeysType.Handshake || STATUS.get(this) != Status.WaitFinished) {
            throw new UnexpectedMessageAlert("unexpected finished message");
        }
        TranscriptHash transcript = (TranscriptHash) TRANSCRIPT.get(this);
        transcript.recordServer(finished);
        byte[] expected = computeFinishedVerifyData(
                transcript.getServerHash(HandshakeType.certificate_verify), state.getServerHandshakeTrafficSecret());
        if (!MessageDigest.isEqual(finished.getVerifyData(), expected)) {
            throw new DecryptErrorAlert("incorrect finished message");
        }
        if (request.isPresent()) {
            authenticate(request.get(), transcript);
        }
        FinishedMessage own = new FinishedMessage(computeFinishedVerifyData(
                transcript.getClientHash(HandshakeType.certificate_verify), state.getClientHandshakeTrafficSecret()));
        sender.send(own);
        transcript.recordClient(own);
        state.computeApplicationSecrets();
        state.computeResumptionMasterSecret();
        STATUS.set(this, Status.Connected);
        handler.handshakeFinished();
    }

    private void authenticate(CertificateRequestMessage asked, TranscriptHash transcript)
            throws ErrorAlert, IOException {
        CertificateWithPrivateKey identity = selector.apply(authorities(asked));
        CertificateMessage shown = identity == null
                ? new CertificateMessage((X509Certificate) null)
                : new CertificateMessage(chain(identity));
        sender.send(shown);
        transcript.recordClient(shown);
        if (identity != null) {
            SignatureScheme scheme = scheme(identity.getCertificate().getPublicKey(), asked);
            byte[] hash = transcript.getClientHash(HandshakeType.certificate);
            CertificateVerifyMessage proof = new CertificateVerifyMessage(
                    scheme, computeSignature(hash, identity.getPrivateKey(), scheme, true));
            sender.send(proof);
            transcript.recordClient(proof);
        }
    }

    private static List<X509Certificate> chain(CertificateWithPrivateKey identity) {
        List<X509Certificate> chain = new ArrayList<>(List.of(identity.getCertificate()));
        if (identity instanceof Identity) {
            chain.addAll(((Identity) identity).issuers);
        }
        return chain;
    }

    private static List<X500Principal> authorities(CertificateRequestMessage asked) {
        return extension(asked, CertificateAuthoritiesExtension.class)
                .map(CertificateAuthoritiesExtension::getAuthorities)
                .orElse(List.of());
    }

    private static <T extends Extension> Optional<T> extension(CertificateRequestMessage asked, Class<T> type) {
        return asked.getExtensions().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    /** The first that the server names and the key can (RFC 8446 §4.2.3). */
    private static SignatureScheme scheme(PublicKey key, CertificateRequestMessage asked) throws HandshakeFailureAlert {
        List<SignatureScheme> possible = schemes(key);
        return extension(asked, SignatureAlgorithmsExtension.class)
                .map(SignatureAlgorithmsExtension::getSignatureAlgorithms)
                .orElse(List.of())
                .stream()
                .filter(possible::contains)
                .findFirst()
                .orElseThrow(() -> new HandshakeFailureAlert(
                        "the server takes no signature by a key of the kind " + key.getAlgorithm()));
    }

    private static List<SignatureScheme> schemes(PublicKey key) {
        switch (key.getAlgorithm()) {
            case "RSA":
                return List.of(
                        SignatureScheme.rsa_pss_rsae_sha256,
                        SignatureScheme.rsa_pss_rsae_sha384,
                        SignatureScheme.rsa_pss_rsae_sha512);
            case "RSASSA-PSS":
                return List.of(
                        SignatureScheme.rsa_pss_pss_sha256,
                        SignatureScheme.rsa_pss_pss_sha384,
                        SignatureScheme.rsa_pss_pss_sha512);
            case "EC":
                return ofCurve(((ECKey) key).getParams().getOrder().bitLength());
            case "EdDSA":
            case "Ed25519":
                return List.of(SignatureScheme.ed25519);
            default:
                return List.of();
        }
    }

    private static List<SignatureScheme> ofCurve(int bits) {
        switch (bits) {
            case 256:
                return List.of(SignatureScheme.ecdsa_secp256r1_sha256);
            case 384:
                return List.of(SignatureScheme.ecdsa_secp384r1_sha384);
            case 521:
                return List.of(SignatureScheme.ecdsa_secp521r1_sha512);
            default:
                return List.of();
        }
    }

    @Override
    protected Signature getSignatureAlgorithm(SignatureScheme scheme) throws HandshakeFailureAlert {
        switch (scheme) {
            case ed25519:
                return ed25519();
            case rsa_pss_pss_sha256:
                return super.getSignatureAlgorithm(SignatureScheme.rsa_pss_rsae_sha256);
            case rsa_pss_pss_sha384:
                return super.getSignatureAlgorithm(SignatureScheme.rsa_pss_rsae_sha384);
            case rsa_pss_pss_sha512:
                return super.getSignatureAlgorithm(SignatureScheme.rsa_pss_rsae_sha512);
            default:
                return super.getSignatureAlgorithm(scheme);
        }
    }

    private static Signature ed25519() {
        try {
            return Signature.getInstance("Ed25519");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK since 15 has Ed25519", e);
        }
    }
}
