package net.tensamin.omega.device;

import net.tensamin.omega.account.UserId;

/**
 * What a device has learnt of one of its networks.
 *
 * @param open a silence after which its session ended without an answer, in milliseconds; 0 for none. Whether the path was forgotten is known once the
 *     device comes back
 * @param openedAt when that silence ended, in milliseconds since 1970
 */
public record DeviceLifetime(UserId user, DeviceId device, MappingLifetime lifetime, long open, long openedAt) {
    public static DeviceLifetime of(UserId user, DeviceId device, MappingLifetime lifetime) {
        return new DeviceLifetime(user, device, lifetime, 0, 0);
    }

    /** What it is of. */
    public Place place() {
        return new Place(user, device, lifetime.network());
    }

    /**
     * A device in one of its networks.
     *
     * @param network {@link Network#key}
     */
    public record Place(UserId user, DeviceId device, long network) {}
}
