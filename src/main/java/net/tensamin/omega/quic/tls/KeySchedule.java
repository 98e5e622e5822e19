package net.tensamin.omega.quic.tls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.agent15.TlsConstants.HandshakeType;
import tech.kwik.core.crypto.Hkdf;

/**
 * The transcript and the secrets of one handshake without PSK (RFC 8446 §4.4.1, §7.1). Which messages a secret covers
 * is decided by when it is asked for.
 */
final class KeySchedule {
    private static final String LABEL_PREFIX = "tls13 "; // RFC 8446 §7.1
    private final MessageDigest transcript;
    private final int length;
    private byte[] handshakeSecret;
    private byte[] clientHandshake;
    private byte[] serverHandshake;
    private byte[] clientApplication;
    private byte[] serverApplication;

    KeySchedule(CipherSuite suite) {
        try {
            transcript = MessageDigest.getInstance(suite == CipherSuite.TLS_AES_256_GCM_SHA384 ? "SHA-384" : "SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        length = transcript.getDigestLength();
    }

    void absorb(byte[] message) {
        transcript.update(message);
    }

    /** Puts the hash of the first ClientHello in its place, after which a retry was sent (RFC 8446 §4.4.1). */
    void absorbHelloAsHash() {
        byte[] hash = transcript.digest();
        absorb(new byte[] {HandshakeType.message_hash.value, 0, 0, (byte) hash.length});
        absorb(hash);
    }

    /** The hash of all messages absorbed so far. */
    byte[] transcriptHash() {
        try {
            return ((MessageDigest) transcript.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Derives the handshake traffic secrets; the transcript must end with ServerHello. */
    void deriveHandshakeSecrets(byte[] sharedSecret) {
        byte[] zeros = new byte[length];
        byte[] earlySecret = hmac(zeros, zeros);
        handshakeSecret = hmac(derived(earlySecret), sharedSecret);
        byte[] hash = transcriptHash();
        clientHandshake = expandLabel(handshakeSecret, "c hs traffic", hash);
        serverHandshake = expandLabel(handshakeSecret, "s hs traffic", hash);
    }

    /** Derives the application traffic secrets; the transcript must end with the server's Finished. */
    void deriveApplicationSecrets() {
        byte[] masterSecret = hmac(derived(handshakeSecret), new byte[length]);
        byte[] hash = transcriptHash();
        clientApplication = expandLabel(masterSecret, "c ap traffic", hash);
        serverApplication = expandLabel(masterSecret, "s ap traffic", hash);
        Arrays.fill(masterSecret, (byte) 0);
        Arrays.fill(handshakeSecret, (byte) 0);
    }

    /** The verify_data of a Finished over the transcript so far (RFC 8446 §4.4.4). */
    byte[] finished(byte[] handshakeTrafficSecret) {
        return hmac(expandLabel(handshakeTrafficSecret, "finished", new byte[0]), transcriptHash());
    }

    byte[] clientHandshake() {
        return present(clientHandshake);
    }

    byte[] serverHandshake() {
        return present(serverHandshake);
    }

    /** A copy: the connection derives its later keys from it (RFC 9001 §6.1), long after this schedule has forgotten it. */
    byte[] clientApplication() {
        return present(clientApplication).clone();
    }

    /** A copy, as {@link #clientApplication()}. */
    byte[] serverApplication() {
        return present(serverApplication).clone();
    }

    /** Forgets all secrets, but not the copies handed out; whoever asks for one afterwards gets an exception. */
    void forget() {
        for (byte[] secret :
                new byte[][] {handshakeSecret, clientHandshake, serverHandshake, clientApplication, serverApplication
                }) {
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
        handshakeSecret = null;
        clientHandshake = null;
        serverHandshake = null;
        clientApplication = null;
        serverApplication = null;
    }

    private static byte[] present(byte[] secret) {
        if (secret == null) {
            throw new IllegalStateException("there is no such secret at this point of the handshake");
        }
        return secret;
    }

    private byte[] derived(byte[] secret) {
        byte[] hashOfNothing = newDigest().digest();
        return expandLabel(secret, "derived", hashOfNothing);
    }

    private MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance(transcript.getAlgorithm());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** HKDF-Expand-Label to the length of the hash (RFC 8446 §7.1). */
    private byte[] expandLabel(byte[] secret, String label, byte[] context) {
        byte[] fullLabel = (LABEL_PREFIX + label).getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(2 + 1 + fullLabel.length + 1 + context.length);
        info.putShort((short) length);
        info.put((byte) fullLabel.length).put(fullLabel);
        info.put((byte) context.length).put(context);
        return Hkdf.expand(length, secret, info.array(), length);
    }

    private byte[] hmac(byte[] key, byte[] input) {
        return Hkdf.hmac(length, key, input);
    }
}
