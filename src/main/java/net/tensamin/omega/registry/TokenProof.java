package net.tensamin.omega.registry;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.Map;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.ResetToken;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;

/** Asks for the reset token of a user. */
@Dependent
class TokenProof {
    private static final String TOKEN = "reset_token";

    private final Accounts accounts;
    private final ResetTokens attempts;

    @Inject
    TokenProof(Accounts accounts, ResetTokens attempts) {
        this.accounts = accounts;
        this.attempts = attempts;
    }

    /** @throws RefusedChangeException unless the data have the user's token; it and others may be refused for an hour then */
    void require(UserId user, JsonObject data) {
        ResetToken shown = new ResetToken(new OmikronData(data).text(TOKEN));
        String hash = accounts.user(user)
                .flatMap(User::resetTokenHash)
                .orElseThrow(() -> new RefusedChangeException(
                        Reason.FORBIDDEN, "The user has no reset token: an operator has to do it.", wrong()));
        if (!attempts.begin(user)) {
            throw new RefusedChangeException(
                    Reason.TOO_MANY, "Too many wrong reset tokens; come back in an hour.", wrong());
        }
        if (!shown.matches(hash)) {
            throw new RefusedChangeException(Reason.FORBIDDEN, "The reset token is wrong.", wrong());
        }
        attempts.succeeded(user);
    }

    private static Map<String, String> wrong() {
        return Map.of(TOKEN, "is not accepted");
    }
}
