package net.tensamin.omega.omikron;

import java.util.Locale;

/** The errors an Omikron is told (SPEC §2, §5). */
enum OmikronError {
    /** Not JSON, not an object, no type, unknown type, or a message that has no place here. */
    ERROR_PROTOCOL,
    /** A member is missing or of the wrong kind. */
    ERROR_INVALID_DATA,
    /** A number that no user can have, or that no user has. */
    ERROR_INVALID_USER_ID,
    /** Something was looked up that does not exist. */
    ERROR_NOT_FOUND,
    /** Something else has what is to be unique, or needs what is to be removed. */
    ERROR_CONFLICT,
    /** Not this Omikron's to do, or not without the user's reset token. */
    ERROR_FORBIDDEN,
    /** More registrations, deletions or wrong reset tokens than there may be. */
    ERROR_TOO_MANY_REQUESTS,
    ERROR_NOT_AUTHENTICATED,
    /** The challenge was answered wrongly. */
    ERROR_INVALID_CHALLENGE,
    /** The user's mailbox is locked by something else, or the server stops: nothing was taken, and may be later. */
    ERROR_UNAVAILABLE,
    ERROR_INTERNAL;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
