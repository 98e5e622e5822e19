package net.tensamin.omega.operations.live;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import net.tensamin.omega.device.DeviceId;

/**
 * The names of devices that viewers see, read in the background, many at once, and remembered: a name does not change. Thread-safe;
 * nothing blocks.
 */
final class DeviceNames {
    private static final Logger LOG = System.getLogger(DeviceNames.class.getName());
    private static final int MOST = 10_000;
    private static final int MOST_AT_ONCE = 500;

    private final Function<Set<DeviceId>, Map<DeviceId, String>> registry;
    private final Executor executor;
    private final Set<DeviceId> wanted = new HashSet<>();
    private final Map<DeviceId, Optional<String>> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<DeviceId, Optional<String>> eldest) {
            return size() > MOST;
        }
    };
    private boolean reading;

    /** @param registry the names of those that have one; may block and fail */
    DeviceNames(Function<Set<DeviceId>, Map<DeviceId, String>> registry, Executor executor) {
        this.registry = registry;
        this.executor = executor;
    }

    /** Empty for none, and until it has been read. */
    synchronized Optional<String> of(DeviceId device) {
        Optional<String> name = known.get(device);
        if (name != null) {
            return name;
        }
        if (wanted.size() < MOST_AT_ONCE) {
            wanted.add(device);
        }
        read();
        return Optional.empty();
    }

    private synchronized void read() {
        if (reading || wanted.isEmpty()) {
            return;
        }
        try {
            reading = true;
            executor.execute(this::readWanted);
        } catch (RejectedExecutionException e) {
            LOG.log(Level.DEBUG, "Names are read at the next look", e);
            reading = false;
        }
    }

    private void readWanted() {
        Set<DeviceId> asked;
        synchronized (this) {
            asked = Set.copyOf(wanted);
        }
        try {
            learnt(asked, registry.apply(asked));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "Names of devices could not be read", e);
        } finally {
            synchronized (this) {
                wanted.clear();
                reading = false;
            }
        }
    }

    private synchronized void learnt(Set<DeviceId> asked, Map<DeviceId, String> names) {
        asked.forEach(device -> known.put(device, Optional.ofNullable(names.get(device))));
    }
}
