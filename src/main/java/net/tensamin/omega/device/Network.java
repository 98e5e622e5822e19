package net.tensamin.omega.device;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where a client is, as far as its address tells: the /24 of IPv4, the /48 of IPv6.
 *
 * @param key two bytes that say how many of the address follow, and those
 */
public record Network(long key) {
    private static final int IPV4_BYTES = 3;
    private static final int IPV6_BYTES = 6;
    private static final int PREFIX_BITS = 8 * IPV6_BYTES;

    public static Network of(InetAddress address) {
        byte[] bytes = address.getAddress();
        int prefix = bytes.length == 4 ? IPV4_BYTES : IPV6_BYTES;
        ByteBuffer key =
                ByteBuffer.allocate(Long.BYTES).putShort((short) prefix).put(bytes, 0, prefix);
        return new Network(key.rewind().getLong());
    }

    /** @throws IllegalArgumentException if it is not what {@link #toString} gives */
    static Network parse(String text) {
        try {
            return of(InetAddress.getByName(text.substring(0, Math.max(0, text.indexOf('/')))));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not a network: " + text, e);
        }
    }

    /** Such as {@code 192.0.2.0/24} or {@code 2001:db8:1:0:0:0:0:0/48}. */
    @Override
    public String toString() {
        int prefix = (int) (key >> PREFIX_BITS);
        byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(key).array();
        int length = prefix == IPV4_BYTES ? 4 : 16;
        try {
            InetAddress first =
                    InetAddress.getByAddress(Arrays.copyOf(Arrays.copyOfRange(bytes, 2, 2 + prefix), length));
            return first.getHostAddress() + "/" + 8 * prefix;
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 and 16 bytes are an address", e);
        }
    }
}
