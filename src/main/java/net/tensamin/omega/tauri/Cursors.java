package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Opening;

/** Up to which revision each device is known to have its user's changes (SPEC §4). Thread-safe. */
interface Cursors {

    /** The furthest revision that was proven, on whichever session, and the claim of this one. May block on the database. */
    Opening open(UserId user, DeviceId device);

    /** Whether a device may have sessions on other nodes, too: then each session claims it when it opens its cursor. */
    default boolean areShared() {
        return false;
    }

    /**
     * The device has everything up to {@code revision}, and was heard of now. Never blocks.
     *
     * @param claim of the session; 0 before it has one
     */
    void prove(UserId user, DeviceId device, long claim, long revision);

    /**
     * The store came back without what was proven: all of the user's devices begin at 0 again. A badge may then come twice, and none is
     * missing. Never blocks.
     */
    void takeBack(UserId user);
}
