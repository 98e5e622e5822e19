package net.tensamin.omega.cluster;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypted and authenticated with what all nodes know (AES-256-GCM). Each run of a node has a key of its own, under which it
 * numbers its packets: the number is the nonce, and a packet that does not come after the last one of its topic is refused. Not
 * thread-safe, but closing and opening may go on at the same time.
 */
final class SecretSeal implements Seal {
    private static final byte VERSION = 2; // of Packet, 1 is not sealed
    private static final int HEADER = 1 + 3 * Long.BYTES;
    private static final int NONCE = 12; // NIST SP 800-38D §5.2.1.1
    private static final int TAG = 16;
    private static final int MOST_SENDERS = 1_000;

    private final byte[] secret;
    private final NodeId self;
    private final SecretKeySpec key;
    private final Cipher closing = aesGcm();
    private final Cipher opening = aesGcm();
    private long closed;

    /**
     * The sender that was heard from the longest time ago is forgotten; nobody without the secret can make up senders.
     */
    private final Map<NodeId, Sender> senders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<NodeId, Sender> eldest) {
            return size() > MOST_SENDERS;
        }
    };

    private record Sender(SecretKeySpec key, Map<String, Long> lastOfTopic) {}

    SecretSeal(String secret, NodeId self) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.self = self;
        this.key = keyOf(self);
    }

    @Override
    public byte[] close(String topic, byte[] packet) {
        closed++;
        byte[] header = ByteBuffer.allocate(HEADER)
                .put(VERSION)
                .putLong(self.value().getMostSignificantBits())
                .putLong(self.value().getLeastSignificantBits())
                .putLong(closed)
                .array();
        try {
            byte[] sealed = begun(closing, Cipher.ENCRYPT_MODE, key, closed, header, topic)
                    .doFinal(packet);
            return ByteBuffer.allocate(HEADER + sealed.length)
                    .put(header)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Optional<byte[]> open(String topic, byte[] bytes) throws ForeignPacketException {
        if (bytes.length < HEADER + TAG || bytes[0] != VERSION) {
            throw new ForeignPacketException(null);
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, 1, HEADER - 1);
        NodeId node = new NodeId(new UUID(header.getLong(), header.getLong()));
        try {
            return open(topic, node, header.getLong(), bytes);
        } catch (AEADBadTagException e) {
            throw new ForeignPacketException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<byte[]> open(String topic, NodeId node, long number, byte[] bytes)
            throws GeneralSecurityException {
        Sender known = senders.get(node);
        Sender sender = known == null ? new Sender(keyOf(node), new HashMap<>()) : known;
        byte[] header = Arrays.copyOf(bytes, HEADER);
        byte[] packet = begun(opening, Cipher.DECRYPT_MODE, sender.key(), number, header, topic)
                .doFinal(bytes, HEADER, bytes.length - HEADER);
        senders.put(node, sender);
        if (number <= sender.lastOfTopic().getOrDefault(topic, 0L)) {
            return Optional.empty();
        }
        sender.lastOfTopic().put(topic, number);
        return Optional.of(packet);
    }

    /** Found once: to look for one takes longer than to close a packet. */
    private static Cipher aesGcm() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Cipher begun(Cipher cipher, int mode, SecretKeySpec key, long number, byte[] header, String topic)
            throws GeneralSecurityException {
        byte[] nonce =
                ByteBuffer.allocate(NONCE).putLong(NONCE - Long.BYTES, number).array();
        cipher.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, nonce));
        cipher.updateAAD(header);
        cipher.updateAAD(topic.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private SecretKeySpec keyOf(NodeId node) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return new SecretKeySpec(mac.doFinal(("omega.cluster " + node).getBytes(StandardCharsets.UTF_8)), "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
