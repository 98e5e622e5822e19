package net.tensamin.omega.tauri;

import java.time.Duration;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;

/**
 * An identified session, as it stands.
 *
 * @param lastPingMillis the last round trip, -1 before the first
 * @param written the revision up to which everything was written to the device
 * @param proven the revision up to which the device proved to have everything, in this session
 * @param catchingUp whether something is missing that the store has
 */
public record SessionView(
        UserId user,
        DeviceId device,
        Duration age,
        long lastPingMillis,
        long written,
        long proven,
        boolean catchingUp) {}
