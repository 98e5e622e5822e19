package net.tensamin.omega.tauri;

import java.util.Locale;

/** The errors a client is told (SPEC §2). */
enum TauriError {
    /** Not JSON, not an object, no type, unknown type. */
    ERROR_PROTOCOL,
    /** A member is missing or of the wrong kind. */
    ERROR_INVALID_DATA,
    /** A number that no user can have, or that no user has. */
    ERROR_INVALID_USER_ID,
    ERROR_NOT_AUTHENTICATED,
    ERROR_INTERNAL;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
