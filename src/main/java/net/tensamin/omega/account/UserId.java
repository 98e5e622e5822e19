package net.tensamin.omega.account;

import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A user: a positive 64-bit number. */
@Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1")
public record UserId(long value) {
    public UserId {
        if (value <= 0) {
            throw new IllegalArgumentException("user id must be positive: " + value);
        }
    }

    /**
     * Reads an id from decimal digits: no sign, no digits of other scripts.
     *
     * @throws IllegalArgumentException if {@code digits} is not a positive 64-bit decimal number
     */
    public static UserId parse(String digits) {
        if (!digits.matches("[0-9]{1,19}")) {
            throw new IllegalArgumentException("user id must be decimal digits");
        }
        return new UserId(Long.parseLong(digits));
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
