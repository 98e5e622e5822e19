package net.tensamin.omega.account;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/**
 * What is registered of a user beside its id and its avatar; null for what it has not. The constraints bind what is made and what is
 * changed: what is stored may be older than they are.
 *
 * @param publicKey which Omega only hands on
 * @param iotaId its home
 * @param subEnd when the subscription ends, in the number that profiles carry; 0 for never
 * @param resetTokenHash of the token that allows what is dangerous (SPEC §5), see {@link ResetToken}
 */
public record UserContent(
        @NotNull(message = UserContent.MISSING)
        @Pattern(regexp = "[A-Za-z0-9._-]{1,15}", message = "must be 1 to 15 letters A-Z, digits, dots, _ or -")
        String username,

        @Text(most = 15) String display,
        @NotNull(message = UserContent.MISSING) @OpaqueKey String publicKey,
        @NotNull(message = UserContent.MISSING) Long iotaId,
        @NotNegative int subLevel,
        @NotNegative long subEnd,
        @Text(most = 200, lines = true) String about,
        @Text(most = 15) String statusMessage,

        @Pattern(regexp = ResetToken.HASH, message = "must be a SHA-256 in hex, lower case")
        String resetTokenHash) {
    static final String MISSING = "is missing";
}
