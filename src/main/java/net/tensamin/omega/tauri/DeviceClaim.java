package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.device.Opening;

/**
 * A session's claim on its device and on the device's cursor (SPEC §3, §4), and what the journal is told of it. Before it is
 * opened nothing is claimed. Thread-safe.
 */
final class DeviceClaim implements Delivery.Written {
    private final TauriSession session;
    private final UserId user;
    private volatile long number;

    DeviceClaim(TauriSession session, UserId user) {
        this.session = session;
        this.user = user;
    }

    void identified() {
        session.surroundings().journal().identified(user, session.party());
    }

    /**
     * Claims the device, as sessions on other nodes are told. Blocks.
     *
     * @return the device's cursor
     */
    long open() {
        Opening opening = session.surroundings().cursors().open(user, session.device());
        raise(opening.claim());
        session.surroundings().roster().claimed(session, new Takeover(user, session.device(), number));
        return opening.revision();
    }

    /** The last one counts, in whatever order they come: a session that moves has another before it knows of its first. */
    private synchronized void raise(long claimed) {
        number = Math.max(number, claimed);
    }

    /** Whether the device was claimed since, by a session on another node. */
    boolean yieldsTo(Takeover later) {
        return user.equals(later.user()) && number > 0 && number < later.claim();
    }

    /** Everything up to this revision is known to have arrived. */
    void proved(long revision) {
        session.surroundings().cursors().prove(user, session.device(), number, revision);
        session.surroundings().journal().proved(user, session.party(), revision);
    }

    /** @param proven the revision up to which everything is known to have arrived */
    void closed(CloseReason reason, long proven) {
        session.surroundings().cursors().prove(user, session.device(), number, proven);
        session.surroundings().journal().closed(user, session.party(), reason);
    }

    @Override
    public void badge(Badge badge, boolean replayed) {
        session.surroundings().journal().written(user, session.party(), badge, replayed);
    }

    @Override
    public void setBack() {
        session.setBack();
    }

    /** What was proven is not so any more, for no device of the user. */
    void takeBack() {
        session.surroundings().cursors().takeBack(user);
    }

    @Override
    public void spilled(long revision) {
        session.surroundings().journal().spilled(user, session.party(), revision);
    }
}
