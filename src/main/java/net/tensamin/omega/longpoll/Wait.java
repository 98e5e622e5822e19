package net.tensamin.omega.longpoll;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Wheel;
import net.tensamin.omega.device.DeviceId;

/** A device that waits for its user's mailbox to have another revision than this one. Ends once, whoever ends it. Thread-safe. */
final class Wait {
    private final UserId user;
    private final DeviceId device;
    private final long revision;
    private final Until until;
    private final BooleanSupplier mayStay;
    private final Consumer<WaitEnd> answer;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Wheel.Place<Wait> place;

    /**
     * How long it may last.
     *
     * @param nanos of a monotonic clock
     * @param then why it ends at that time
     */
    record Until(long nanos, WaitEnd then) {}

    /**
     * @param mayStay whether the device is still let in, its certificate's end aside; must not block
     * @param answer called once, where it may block
     */
    Wait(UserId user, DeviceId device, long revision, Until until, BooleanSupplier mayStay, Consumer<WaitEnd> answer) {
        this.user = user;
        this.device = device;
        this.revision = revision;
        this.until = until;
        this.mayStay = mayStay;
        this.answer = answer;
    }

    UserId user() {
        return user;
    }

    DeviceId device() {
        return device;
    }

    long revision() {
        return revision;
    }

    boolean mayStay() {
        return mayStay.getAsBoolean();
    }

    WaitEnd atLast() {
        return until.then();
    }

    void comesDueOn(Wheel<Wait> wheel) {
        place = wheel.add(this, until.nanos());
        if (ended.get()) {
            wheel.remove(place);
        }
    }

    /** @return false if it had ended before */
    boolean end(Wheel<Wait> wheel) {
        if (!ended.compareAndSet(false, true)) {
            return false;
        }
        if (place != null) {
            wheel.remove(place);
        }
        return true;
    }

    void answer(WaitEnd how) {
        answer.accept(how);
    }
}
