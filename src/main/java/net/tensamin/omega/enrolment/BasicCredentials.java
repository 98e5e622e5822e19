package net.tensamin.omega.enrolment;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import net.tensamin.omega.account.UserId;

/** A user and its one-time code, from HTTP Basic (RFC 7617; RFC 7030 §3.2.3). */
record BasicCredentials(UserId user, String code) {
    private static final String SCHEME = "Basic ";

    /** No user has it: ids are digits. */
    private static final String OPERATOR = "operator";

    /** Empty when the header is missing, of another scheme or malformed. */
    static Optional<BasicCredentials> from(String authorization) {
        return pair(authorization).flatMap(pair -> {
            try {
                return Optional.of(new BasicCredentials(UserId.parse(pair[0]), pair[1]));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    /** The code of somebody who enrols as an operator; empty for anybody else. Which operator, the code says. */
    static Optional<String> ofOperator(String authorization) {
        return pair(authorization).filter(pair -> pair[0].equals(OPERATOR)).map(pair -> pair[1]);
    }

    private static Optional<String[]> pair(String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            String[] parts = new String(decoded, StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 ? Optional.of(parts) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
