package net.tensamin.omega.device;

import java.time.Instant;
import net.tensamin.omega.account.UserId;

/**
 * Up to where a device certainly has what changed for a user (SPEC §4).
 *
 * @param revision of the user's mailbox; 0 when nothing is proven
 * @param seen when the device was last heard of
 * @param claim of the session that proved it; 0 when it has none yet
 */
public record DeviceCursor(UserId user, DeviceId device, long revision, Instant seen, long claim) {

    /** Of two of the same device and user on one node: the further revision, the later moment, the last claim. */
    public DeviceCursor merge(DeviceCursor other) {
        Instant later = seen.isAfter(other.seen) ? seen : other.seen;
        return new DeviceCursor(user, device, Math.max(revision, other.revision), later, Math.max(claim, other.claim));
    }
}
