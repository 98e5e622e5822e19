package net.tensamin.omega.account;

/** Who knows how a user's presence shows to others; the {@code presence} component does. */
public interface OnlineStatuses {

    /** The status that {@code user}, whose home is {@code iota}, shows to others now. Never blocks. */
    OnlineStatus shown(UserId user, IotaId iota);
}
