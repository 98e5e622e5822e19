package net.tensamin.omega.quic.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Holds the keys of a client's handshake and may say anything under them: makes and checks a client's messages by
 * the letter of RFC 8446 §4.4, with none of the code under test. SHA-256 suites only.
 */
final class KeyHolder {
    static final int ECDSA_SECP256R1_SHA256 = 0x0403; // §4.2.3
    private static final String CONTEXT = " ".repeat(64) + "TLS 1.3, client CertificateVerify\0"; // §4.4.3
    private final byte[] hellos;
    private final byte[] secret;

    /** @param run one whose hellos are exchanged */
    KeyHolder(HandshakeRun run) {
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        transcript.writeBytes(run.message(0));
        run.events.sent.forEach(message -> transcript.writeBytes(message.getBytes()));
        hellos = transcript.toByteArray();
        secret = run.client.getClientHandshakeTrafficSecret();
    }

    /**
     * A party that has taken part in the key exchange (§7.1).
     *
     * @param hellos the transcript up to ServerHello
     * @param flight what the server said after it
     */
    KeyHolder(byte[] hellos, byte[] flight, byte[] shared) throws GeneralSecurityException {
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        transcript.writeBytes(hellos);
        transcript.writeBytes(flight);
        this.hellos = transcript.toByteArray();
        byte[] zeros = new byte[32];
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        byte[] derived = expanded(hmac(zeros, zeros), "derived", hash.digest());
        secret = expanded(hmac(derived, shared), "c hs traffic", hash.digest(hellos));
    }

    /** HKDF-Expand-Label of one block. */
    private static byte[] expanded(byte[] secret, String label, byte[] context) throws GeneralSecurityException {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        String full = "tls13 " + label;
        info.writeBytes(new byte[] {0, 32, (byte) full.length()});
        info.writeBytes(full.getBytes(StandardCharsets.US_ASCII));
        info.write(context.length);
        info.writeBytes(context);
        info.write(1);
        return hmac(secret, info.toByteArray());
    }

    static byte[] certificates(List<X509Certificate> chain) throws GeneralSecurityException {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        for (X509Certificate certificate : chain) {
            byte[] der = certificate.getEncoded();
            list.writeBytes(uint24(der.length));
            list.writeBytes(der);
            list.writeBytes(new byte[2]); // no extensions
        }
        return message(11, new byte[1], uint24(list.size()), list.toByteArray());
    }

    byte[] proof(byte[] certificates, PrivateKey key, int scheme) throws GeneralSecurityException {
        String usual = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return proof(certificates, key, scheme, Signature.getInstance(usual));
    }

    /** As the scheme says (RFC 8446 §4.2.3). */
    byte[] properProof(byte[] certificates, PrivateKey key, int scheme) throws GeneralSecurityException {
        return proof(certificates, key, scheme, signature(scheme));
    }

    private static Signature signature(int scheme) throws GeneralSecurityException {
        switch (scheme) {
            case 0x0403:
                return Signature.getInstance("SHA256withECDSA");
            case 0x0503:
                return Signature.getInstance("SHA384withECDSA");
            case 0x0603:
                return Signature.getInstance("SHA512withECDSA");
            case 0x0807:
                return Signature.getInstance("Ed25519");
            default:
                int bits = List.of(256, 384, 512).get((scheme & 0xff) - (scheme < 0x0809 ? 4 : 9));
                MGF1ParameterSpec mask = new MGF1ParameterSpec("SHA-" + bits);
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(new PSSParameterSpec("SHA-" + bits, "MGF1", mask, bits / 8, 1));
                return pss;
        }
    }

    private byte[] proof(byte[] certificates, PrivateKey key, int scheme, Signature signature)
            throws GeneralSecurityException {
        signature.initSign(key);
        signature.update(signed(certificates));
        byte[] bytes = signature.sign();
        byte[] head = ByteBuffer.allocate(4)
                .putShort((short) scheme)
                .putShort((short) bytes.length)
                .array();
        return message(15, head, bytes);
    }

    byte[] finished(byte[] certificates, byte[] proof) throws GeneralSecurityException {
        return message(20, verifyData(certificates, proof));
    }

    /** Whether these three messages are what a client with this key must send, whatever the certificates are. */
    boolean proves(byte[] certificates, byte[] proof, byte[] finished, PublicKey key) throws GeneralSecurityException {
        ByteBuffer in = ByteBuffer.wrap(proof);
        if (proof.length < 8 || in.getShort(4) != ECDSA_SECP256R1_SHA256 || in.getShort(6) != proof.length - 8) {
            return false;
        }
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initVerify(key);
        signature.update(signed(certificates));
        return signature.verify(proof, 8, proof.length - 8)
                && MessageDigest.isEqual(finished(certificates, proof), finished);
    }

    private byte[] signed(byte[] certificates) throws GeneralSecurityException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(CONTEXT.getBytes(StandardCharsets.US_ASCII));
        content.writeBytes(transcript(certificates));
        return content.toByteArray();
    }

    private byte[] verifyData(byte[] certificates, byte[] proof) throws GeneralSecurityException {
        return hmac(expanded(secret, "finished", new byte[0]), transcript(certificates, proof));
    }

    private byte[] transcript(byte[]... client) throws GeneralSecurityException {
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(hellos);
        for (byte[] message : client) {
            hash.update(message);
        }
        return hash.digest();
    }

    private static byte[] hmac(byte[] key, byte[] data) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(data);
    }

    private static byte[] message(int type, byte[]... parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            body.writeBytes(part);
        }
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.write(type);
        message.writeBytes(uint24(body.size()));
        message.writeBytes(body.toByteArray());
        return message.toByteArray();
    }

    private static byte[] uint24(int value) {
        return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }
}
