package net.tensamin.omega.account;

import java.util.Locale;

/** What a profile shows of a user's presence (SPEC §6). */
public enum OnlineStatus {
    USER_ONLINE,
    USER_DND,
    USER_IDLE,
    USER_WC,
    USER_INVISIBLE,
    USER_OFFLINE,
    IOTA_OFFLINE;

    /** The word on the wire, such as {@code user_online}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
