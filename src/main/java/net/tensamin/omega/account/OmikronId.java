package net.tensamin.omega.account;

/** An Omikron, a relay node: a positive 64-bit number. */
public record OmikronId(long value) {
    public OmikronId {
        if (value <= 0) {
            throw new IllegalArgumentException("omikron id must be positive: " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
