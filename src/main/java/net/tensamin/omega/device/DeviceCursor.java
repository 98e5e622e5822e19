package net.tensamin.omega.device;

import java.time.Instant;
import net.tensamin.omega.account.UserId;

/**
 * How far a device surely has what changed for a user (SPEC §4).
 *
 * @param revision of the user's mailbox; 0 when nothing is proven
 * @param seen when the device was last heard of
 */
public record DeviceCursor(UserId user, DeviceId device, long revision, Instant seen) {

    /** Of two of the same device and user: the further revision, the later moment. */
    public DeviceCursor merge(DeviceCursor other) {
        Instant later = seen.isAfter(other.seen) ? seen : other.seen;
        return new DeviceCursor(user, device, Math.max(revision, other.revision), later);
    }
}
