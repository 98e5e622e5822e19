package net.tensamin.omega.tauri;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceLifetime;
import net.tensamin.omega.device.DeviceNetworks;

/** What devices have learnt, in memory. */
final class MemoryNetworks extends DeviceNetworks {
    final List<DeviceLifetime> stored = new CopyOnWriteArrayList<>();
    RuntimeException failure;

    @Override
    public void keep(List<DeviceLifetime> learnt, Instant now) {
        fail();
        learnt.forEach(each -> {
            stored.removeIf(known -> known.place().equals(each.place()));
            stored.add(each);
        });
    }

    @Override
    public List<DeviceLifetime> of(Collection<UserId> users, Collection<DeviceId> devices) {
        fail();
        return stored.stream()
                .filter(each -> users.contains(each.user()) && devices.contains(each.device()))
                .toList();
    }

    private void fail() {
        if (failure != null) {
            throw failure;
        }
    }
}
