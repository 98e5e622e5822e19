package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceLifetime;
import net.tensamin.omega.device.DeviceLifetime.Place;
import net.tensamin.omega.device.DeviceNetworks;
import net.tensamin.omega.outage.SparseLog;
import net.tensamin.omega.threads.Timers;

/**
 * What devices have learnt of their networks, on the way to the store and from there to sessions. What cannot be written stays for the next
 * time, up to a bound: what is lost is learnt again.
 */
@ApplicationScoped
class LifetimeLog implements Lifetimes {
    static final int MOST_UNWRITTEN = 100_000;
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int BATCH = 500;
    private static final System.Logger LOG = System.getLogger(LifetimeLog.class.getName());

    private final DeviceNetworks store;
    private final Clock clock;
    private final SparseLog failures = new SparseLog(LOG, System::nanoTime);
    private final Map<Place, DeviceLifetime> unwritten = new ConcurrentHashMap<>();
    private final Set<TauriSession> asking = ConcurrentHashMap.newKeySet();
    private Timers.Plan work;

    /** For the client proxy. */
    LifetimeLog() {
        this(null, null);
    }

    @Inject
    LifetimeLog(DeviceNetworks store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void start(Timers timers) {
        work = timers.work(INTERVAL, this::work);
    }

    /** Writes what there is; to be called when no session learns anything any more. */
    void stop() {
        work.cancel();
        write();
    }

    @Override
    public long now() {
        return clock.millis();
    }

    @Override
    public void ask(TauriSession session) {
        asking.add(session);
    }

    @Override
    public void keep(DeviceLifetime learnt) {
        Place place = learnt.place();
        if (unwritten.size() < MOST_UNWRITTEN || unwritten.containsKey(place)) {
            unwritten.put(place, learnt);
        }
    }

    void forget(UserId user) {
        unwritten.keySet().removeIf(place -> place.user().equals(user));
    }

    /** Writes first: what a session leaves behind is for the next of its device. */
    void work() {
        write();
        tell();
    }

    synchronized void write() {
        try {
            inParts(List.copyOf(unwritten.values()), part -> {
                store.keep(part, clock.instant());
                part.forEach(learnt -> unwritten.remove(learnt.place(), learnt));
            });
        } catch (RuntimeException e) {
            failures.failed("What devices have learnt of their networks could not be written, trying again", e);
        }
    }

    private void tell() {
        List<TauriSession> sessions = List.copyOf(asking);
        try {
            inParts(sessions, this::tell);
        } catch (RuntimeException e) {
            failures.failed("What devices have learnt of their networks could not be read: they learn it again", e);
        } finally {
            sessions.forEach(asking::remove);
        }
    }

    private void tell(List<TauriSession> sessions) {
        List<TauriSession> bound = sessions.stream()
                .filter(session -> session.binding().isPresent())
                .toList();
        Map<DeviceId, List<DeviceLifetime>> known =
                known(bound).stream().collect(Collectors.groupingBy(DeviceLifetime::device));
        bound.forEach(session -> session.learn(known.getOrDefault(session.device(), List.of()).stream()
                .filter(learnt -> learnt.user().equals(user(session)))
                .toList()));
    }

    /** What is not written yet is later than what is. */
    private Collection<DeviceLifetime> known(List<TauriSession> sessions) {
        Set<UserId> users = sessions.stream().map(LifetimeLog::user).collect(Collectors.toSet());
        Set<DeviceId> devices = sessions.stream().map(TauriSession::device).collect(Collectors.toSet());
        Map<Place, DeviceLifetime> known = new HashMap<>();
        store.of(users, devices).forEach(stored -> known.put(stored.place(), stored));
        unwritten.forEach((place, learnt) -> {
            if (devices.contains(place.device())) {
                known.put(place, learnt);
            }
        });
        return known.values();
    }

    private static UserId user(TauriSession session) {
        return session.binding().orElseThrow().user();
    }

    private static <T> void inParts(List<T> all, Consumer<List<T>> work) {
        for (int from = 0; from < all.size(); from += BATCH) {
            work.accept(all.subList(from, Math.min(all.size(), from + BATCH)));
        }
    }
}
