package net.tensamin.omega.account;

/** Knows how a user's presence shows to others; the {@code presence} component implements it. */
public interface OnlineStatuses {

    /** The status that {@code user}, whose home is {@code iota}, shows to others now. Never blocks. */
    OnlineStatus shown(UserId user, IotaId iota);
}
