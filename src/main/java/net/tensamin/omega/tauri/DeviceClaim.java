package net.tensamin.omega.tauri;

import java.util.OptionalLong;
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
    private volatile OptionalLong failedNanos = OptionalLong.empty();

    DeviceClaim(TauriSession session, UserId user) {
        this.session = session;
        this.user = user;
    }

    void identified() {
        session.surroundings().journal().identified(user, session.party());
    }

    /**
     * Claims the device, as sessions on other nodes are told. Blocks. What failed is tried again only once the client has answered since: one
     * that is gone must not take the device from a session that it has begun elsewhere meanwhile.
     *
     * @return the device's cursor; empty while its client has yet to answer
     */
    OptionalLong open() {
        if (isInDoubt()) {
            return OptionalLong.empty();
        }
        Opening opening = claim();
        raise(opening.claim());
        session.surroundings().roster().claimed(session, new Takeover(user, session.device(), number));
        return OptionalLong.of(opening.revision());
    }

    private boolean isInDoubt() {
        OptionalLong failed = failedNanos;
        return failed.isPresent()
                && session.binding()
                        .filter(bound -> bound.answeredSince(failed.getAsLong()))
                        .isEmpty();
    }

    private Opening claim() {
        Cursors cursors = session.surroundings().cursors();
        try {
            return cursors.open(user, session.device());
        } catch (RuntimeException e) {
            if (cursors.areShared()) {
                failedNanos = OptionalLong.of(session.now());
                session.binding().ifPresent(Binding::ask);
            }
            throw e;
        }
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
    public void wrote() {
        session.binding().ifPresent(Binding::wrote);
    }

    @Override
    public void caughtUp() {
        session.binding()
                .filter(Binding::owesProof)
                .ifPresent(bound -> session.surroundings().roster().due(session));
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
