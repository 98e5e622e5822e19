package net.tensamin.omega.account;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An Iota, the home server of its users: a positive 64-bit number. */
@Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1")
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
