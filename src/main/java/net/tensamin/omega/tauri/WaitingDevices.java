package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;

/** Devices that wait over HTTPS instead of having a session (SPEC §6): here they are one of their user's all the same. Thread-safe. */
public interface WaitingDevices {
    /**
     * A device begins to wait. Does not block.
     *
     * @return false if its user has too many here; else it has to {@link #leave}
     */
    boolean enter(UserId user, DeviceId device);

    /** Does not block. */
    void leave(UserId user, DeviceId device);

    /** The device says that it has everything up to this revision, which the mailbox has. May block on the database. */
    void has(UserId user, DeviceId device, long revision);

    /** The store came back without what the user's devices have. Does not block. */
    void setBack(UserId user);
}
