package net.tensamin.omega.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What a limit counts by: an address, or the name of an authenticated caller.
 *
 * @param key two sources with the same key are one
 * @param name for the log
 */
public record Source(long key, Object name) {
    private static final int PREFIX_BYTES = 8;

    /** An IPv4 address, or the /64 of an IPv6 address: whoever has one address of it has them all. */
    public static Source of(InetAddress address) {
        return new Source(
                ByteBuffer.wrap(Arrays.copyOf(address.getAddress(), PREFIX_BYTES))
                        .getLong(),
                address);
    }

    /**
     * @param address written as digits
     * @throws IllegalArgumentException if it is not
     */
    public static Source ofAddress(String address) {
        try {
            return of(InetAddress.getByName(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an address: " + address, e);
        }
    }

    /** Somebody with an id. */
    public static Source of(String id) {
        return new Source(id.chars().asLongStream().reduce(7, (hash, next) -> hash * 0x100000001b3L + next), id);
    }

    @Override
    public String toString() {
        if (!(name instanceof InetAddress address)) {
            return name.toString();
        }
        return address instanceof Inet6Address ? prefix(address) : address.getHostAddress();
    }

    private static String prefix(InetAddress address) {
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), PREFIX_BYTES), 2 * PREFIX_BYTES);
        try {
            return InetAddress.getByAddress(bytes).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
