package net.tensamin.omega.presence;

import net.tensamin.omega.account.UserId;

/**
 * A user came online or went offline (SPEC §4). Fired as a CDI event once {@link PresenceBoard} shows it, one after
 * another in the order of the changes, by a thread that reports presence.
 */
public record PresenceChanged(UserId user, boolean online, Cause cause) {

    /** Why. Only a loss may have been noticed late (SPEC §4, late offline). */
    public enum Cause {
        /** The Omikron said so: connected, or a clean disconnect. */
        REPORTED,
        /** The user's Iota, its Omikron's link or a node is gone. */
        LOST
    }
}
