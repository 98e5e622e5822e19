package net.tensamin.omega.tauri;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;

/** What devices have proven and the store does not have yet: one entry per device, kept by user, as all of a user's may have to go at once. Thread-safe. */
final class UnwrittenCursors {
    private final Map<UserId, Map<DeviceId, DeviceCursor>> users = new ConcurrentHashMap<>();

    Optional<DeviceCursor> of(UserId user, DeviceId device) {
        return Optional.ofNullable(users.getOrDefault(user, Map.of()).get(device));
    }

    /** Merged with what there is of the device. */
    void add(DeviceCursor cursor) {
        users.compute(cursor.user(), (user, known) -> {
            Map<DeviceId, DeviceCursor> devices = known == null ? new ConcurrentHashMap<>(1) : known;
            devices.merge(cursor.device(), cursor, DeviceCursor::merge);
            return devices;
        });
    }

    /** The store has this one; what has been proven since stays. */
    void written(DeviceCursor cursor) {
        users.computeIfPresent(cursor.user(), (user, devices) -> {
            devices.remove(cursor.device(), cursor);
            return devices.isEmpty() ? null : devices;
        });
    }

    /** All of the user's devices, whatever the number of others. */
    void forget(UserId user) {
        users.remove(user);
    }

    List<DeviceCursor> all() {
        return users.values().stream()
                .flatMap(devices -> devices.values().stream())
                .toList();
    }

    /** Of how many devices. */
    int size() {
        return users.values().stream().mapToInt(Map::size).sum();
    }
}
