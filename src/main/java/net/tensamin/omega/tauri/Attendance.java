package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.device.DeviceId;

/** Which devices of which users are here, in whatever way they came, as the other nodes are told. Thread-safe. */
@ApplicationScoped
class Attendance {
    private final ClusterBus bus;
    private final Map<UserId, Map<DeviceId, Integer>> present = new HashMap<>();

    /** For a single node; and for the client proxy. */
    Attendance() {
        this(new LocalBus());
    }

    @Inject
    Attendance(ClusterBus bus) {
        this.bus = bus;
    }

    /**
     * The device is here, perhaps once more; unless so many others of its user are.
     *
     * @return whether it may stay, and then has to {@link #leave}
     */
    synchronized boolean enter(UserId user, DeviceId device, int most) {
        Map<DeviceId, Integer> devices = present.getOrDefault(user, Map.of());
        if (devices.size() >= most && !devices.containsKey(device)) {
            return false;
        }
        present.computeIfAbsent(user, key -> new HashMap<>(2)).merge(device, 1, Integer::sum);
        bus.hosts(user, true);
        return true;
    }

    /** To be called once for each time it entered. */
    synchronized void leave(UserId user, DeviceId device) {
        present.computeIfPresent(user, (key, devices) -> {
            devices.computeIfPresent(device, (same, times) -> times == 1 ? null : times - 1);
            return devices.isEmpty() ? null : devices;
        });
        bus.hosts(user, present.containsKey(user));
    }
}
