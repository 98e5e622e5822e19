package net.tensamin.omega.account;

/** An Iota, the home server of its users: a positive 64-bit number. */
public record IotaId(long value) {
    public IotaId {
        if (value <= 0) {
            throw new IllegalArgumentException("iota id must be positive: " + value);
        }
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
