package net.tensamin.omega.badge;

import java.util.Set;
import net.tensamin.omega.account.UserId;

/** The devices on this node that show badges and came by one way, QUIC or HTTPS. No method blocks. */
public interface Deliveries {
    /** Passes a change to each device of its receiver; changes may come in any order and more than once. */
    void deliver(BadgeChange change);

    /** The users whose devices are here. */
    Set<UserId> users();

    /** The latest revision that a device of the user knows to have been committed; 0 without one. */
    long newestOf(UserId user);

    /** The receiver's mailbox has reached this revision, whether or not the changes up to it have come. */
    void announce(UserId receiver, long revision);

    /** The store came back without what the user's devices know. */
    void setBack(UserId user);
}
