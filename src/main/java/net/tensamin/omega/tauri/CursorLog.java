package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.device.DeviceCursor;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Devices;
import net.tensamin.omega.device.Opening;
import net.tensamin.omega.device.WrittenCursors;
import net.tensamin.omega.threads.Timers;

/**
 * The cursors of this node's devices, proven in memory and written in batches (architecture.md, "What a pong proves"). What could not be written stays
 * for the next time, merged into one entry per device; so does what another transaction has locked, while the others are written. A node that is killed loses what it had not written, and sends that again.
 */
@ApplicationScoped
class CursorLog implements Cursors {
    private static final int BATCH = 500;
    private static final System.Logger LOG = System.getLogger(CursorLog.class.getName());

    private final Devices devices;
    private final Clock clock;
    private final UnwrittenCursors unwritten = new UnwrittenCursors();
    private final Set<UserId> takenBack = ConcurrentHashMap.newKeySet();
    private final AtomicInteger untold = new AtomicInteger();
    private final ClusterBus bus;
    private Consumer<DeviceCursor> lost = cursor -> {};
    private boolean failing;

    private Timers.Plan writing;

    /** For the client proxy. */
    CursorLog() {
        this(null, null, null);
    }

    @Inject
    CursorLog(Devices devices, Clock clock, ClusterBus bus) {
        this.devices = devices;
        this.clock = clock;
        this.bus = bus;
    }

    /** @param lostTo is told of each proof that came after its device was claimed by another node */
    void start(Timers timers, Duration interval, Consumer<DeviceCursor> lostTo) {
        lost = lostTo;
        writing = timers.work(interval, this::write);
    }

    /** Writes what there is; to be called when no session proves anything any more. */
    void stop() {
        writing.cancel();
        write();
    }

    /** Looks first at what is not written yet: it stays here until after its commit. A single node does not need to claim. */
    @Override
    public Opening open(UserId user, DeviceId device) {
        boolean anew = takenBack.contains(user);
        long proven = unwritten.of(user, device).map(DeviceCursor::revision).orElse(0L);
        Opening stored = bus.alone() ? devices.opening(user, device) : devices.claim(user, device, proven);
        prove(user, device, stored.claim(), 0);
        return new Opening(Math.max(anew ? 0 : stored.revision(), proven), stored.claim());
    }

    @Override
    public boolean areShared() {
        return !bus.alone();
    }

    @Override
    public void prove(UserId user, DeviceId device, long claim, long revision) {
        unwritten.add(new DeviceCursor(user, device, revision, clock.instant(), claim));
    }

    /**
     * The device says itself that it has everything up to here. Where there are other nodes this is written when it returns: the device's next
     * session may be on any. May block on the database.
     */
    void has(UserId user, DeviceId device, long revision) {
        Opening stored = devices.opening(user, device);
        prove(user, device, stored.claim(), revision);
        if (!bus.alone() && stored.revision() < revision) {
            write();
        }
    }

    @Override
    public void takeBack(UserId user) {
        if (takenBack.add(user)) {
            untold.incrementAndGet();
        }
        unwritten.forget(user);
    }

    /** The user is removed; what is proven still is not written either, as its account is gone. */
    void forget(UserId user) {
        unwritten.forget(user);
        takenBack.remove(user);
    }

    /** How many devices have something to be written. */
    int size() {
        return unwritten.size();
    }

    synchronized void write() {
        tellTakenBack();
        try {
            writeTakenBack();
            List<DeviceCursor> all = unwritten.all();
            for (int from = 0; from < all.size(); from += BATCH) {
                write(all.subList(from, Math.min(all.size(), from + BATCH)));
            }
            failing = false;
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    /** One line, however many there are. */
    private void tellTakenBack() {
        int users = untold.getAndSet(0);
        if (users > 0) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "The database is older than it was: mailboxes of " + users
                            + " users lack what their sessions had. All that they have is sent again; what was committed since is lost");
        }
    }

    private void writeTakenBack() {
        List<UserId> users = List.copyOf(takenBack);
        for (int from = 0; from < users.size(); from += BATCH) {
            List<UserId> some = users.subList(from, Math.min(users.size(), from + BATCH));
            Set<UserId> waiting = devices.takeBack(some);
            some.stream().filter(user -> !waiting.contains(user)).forEach(takenBack::remove);
        }
    }

    private void write(List<DeviceCursor> batch) {
        WrittenCursors done = devices.advance(batch);
        Set<DeviceCursor> waiting = Snapshot.of(done.waiting());
        batch.stream().filter(cursor -> !waiting.contains(cursor)).forEach(unwritten::written);
        done.late().forEach(lost);
    }

    /** An outage is logged once. */
    private void failed(RuntimeException e) {
        System.Logger.Level level = failing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
        LOG.log(level, "Cursors of " + size() + " devices could not be written, trying again", e);
        failing = true;
    }
}
