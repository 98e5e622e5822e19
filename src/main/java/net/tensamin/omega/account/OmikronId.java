package net.tensamin.omega.account;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An Omikron, a relay node: a positive 64-bit number. */
@Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1")
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
