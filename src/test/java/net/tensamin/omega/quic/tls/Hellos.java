package net.tensamin.omega.quic.tls;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A ClientHello to be altered, by the letter of RFC 8446 §4.1.2 and with none of the code under test.
 *
 * @param head legacy_version, random, session id, cipher suites and compression
 */
record Hellos(byte[] head, Map<Integer, byte[]> extensions) {
    static final int GROUPS = 10;
    static final int PADDING = 21;
    static final int EARLY_DATA = 42;
    static final int COOKIE = 44;
    static final int KEY_SHARE = 51;

    /** @param group its number */
    record Share(int group, byte[] key) {}

    static Hellos of(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).position(4 + 2 + 32);
        in.position(in.position() + 1 + in.get(in.position()));
        in.position(in.position() + 2 + in.getShort(in.position()));
        in.position(in.position() + 1 + in.get(in.position()));
        byte[] head = Arrays.copyOfRange(message, 4, in.position());
        in.getShort();
        Map<Integer, byte[]> extensions = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            int type = in.getShort() & 0xffff;
            byte[] data = new byte[in.getShort() & 0xffff];
            in.get(data);
            extensions.put(type, data);
        }
        return new Hellos(head, extensions);
    }

    Hellos with(int type, byte[] data) {
        Map<Integer, byte[]> others = new LinkedHashMap<>(extensions);
        others.put(type, data);
        return new Hellos(head, others);
    }

    Hellos without(int type) {
        Map<Integer, byte[]> others = new LinkedHashMap<>(extensions);
        others.remove(type);
        return new Hellos(head, others);
    }

    /** @param numbers the preferred one first */
    Hellos withGroups(int... numbers) {
        ByteBuffer list = ByteBuffer.allocate(2 + 2 * numbers.length).putShort((short) (2 * numbers.length));
        Arrays.stream(numbers).forEach(number -> list.putShort((short) number));
        return with(GROUPS, list.array());
    }

    Hellos withShares(Share... shares) {
        int length =
                Arrays.stream(shares).mapToInt(share -> 4 + share.key.length).sum();
        ByteBuffer list = ByteBuffer.allocate(2 + length).putShort((short) length);
        for (Share share : shares) {
            list.putShort((short) share.group)
                    .putShort((short) share.key.length)
                    .put(share.key);
        }
        return with(KEY_SHARE, list.array());
    }

    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        extensions.forEach((type, data) -> {
            all.writeBytes(ByteBuffer.allocate(4)
                    .putShort((short) (int) type)
                    .putShort((short) data.length)
                    .array());
            all.writeBytes(data);
        });
        ByteBuffer message = ByteBuffer.allocate(4 + head.length + 2 + all.size());
        message.putInt(1 << 24 | message.limit() - 4).put(head);
        message.putShort((short) all.size()).put(all.toByteArray());
        return message.array();
    }
}
