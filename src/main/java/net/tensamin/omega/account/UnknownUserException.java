package net.tensamin.omega.account;

import jakarta.ejb.ApplicationException;

/** A call named a user that does not exist; nothing was changed. */
@ApplicationException(rollback = true)
public class UnknownUserException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownUserException(UserId user) {
        super("there is no user " + user);
    }
}
