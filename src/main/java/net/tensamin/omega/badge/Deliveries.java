package net.tensamin.omega.badge;

/** The devices of this node that show badges. */
public interface Deliveries {
    /**
     * Passes a change to each device of its receiver. Never blocks; changes may come in any order and more than once.
     */
    void deliver(BadgeChange change);
}
