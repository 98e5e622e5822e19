package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import tech.kwik.agent15.engine.ServerMessageSender;
import tech.kwik.agent15.extension.Extension;
import tech.kwik.agent15.handshake.CertificateMessage;
import tech.kwik.agent15.handshake.CertificateVerifyMessage;
import tech.kwik.agent15.handshake.EncryptedExtensions;
import tech.kwik.agent15.handshake.FinishedMessage;

/**
 * What the server sends in a handshake (RFC 8446 §2). Each message is part of the transcript.
 *
 * @param scheme by which the server proves that it has its certificate's key
 */
record ServerFlight(ServerIdentity identity, SignatureScheme scheme, KeySchedule keys) {
    /** ServerHello or HelloRetryRequest. */
    void answer(HelloAnswer answer, ServerMessageSender sender) throws IOException {
        sender.send(answer);
        keys.absorb(answer.getBytes());
    }

    /** EncryptedExtensions to Finished. */
    void send(List<Extension> encrypted, ServerMessageSender sender) throws IOException {
        EncryptedExtensions extensions = new EncryptedExtensions(encrypted);
        sender.send(extensions);
        keys.absorb(extensions.getBytes());
        for (CertificateMessage message : List.of(new CertificateRequest(), new CertificateMessage(identity.chain()))) {
            sender.send(message);
            keys.absorb(message.getBytes());
        }
        CertificateVerifyMessage proof = new CertificateVerifyMessage(scheme.wire(), sign());
        sender.send(proof);
        keys.absorb(proof.getBytes());
        FinishedMessage finished = new FinishedMessage(keys.finished(keys.serverHandshake()));
        sender.send(finished);
        keys.absorb(finished.getBytes());
    }

    private byte[] sign() {
        try {
            return identity.sign(scheme, keys.transcriptHash());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the server's key does not sign", e);
        }
    }
}
