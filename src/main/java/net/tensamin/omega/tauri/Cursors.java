package net.tensamin.omega.tauri;

import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;

/** How far each device surely has what changed for its user (SPEC §4). Thread-safe. */
interface Cursors {

    /** The furthest revision that was proven, on whichever session; 0 for a new device. May block on the database. */
    long of(UserId user, DeviceId device);

    /** The device has everything up to {@code revision}, and was heard of now. Never blocks. */
    void prove(UserId user, DeviceId device, long revision);
}
