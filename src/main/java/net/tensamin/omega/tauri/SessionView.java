package net.tensamin.omega.tauri;

import java.time.Duration;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;

/**
 * What an operator sees of an identified session.
 *
 * @param age since it connected
 * @param roundTripMillis of the last answered ping, -1 before the first
 * @param lag how many revisions its user's mailbox is ahead of what the device proved to have; -1 while that is not known
 */
public record SessionView(UserId user, DeviceId device, Duration age, long roundTripMillis, long lag) {}
