package net.tensamin.omega.tauri;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/** Counts them among their user's sessions, for the limit and for other nodes, and among the devices with a cursor. */
@ApplicationScoped
class WaitingAttendance implements WaitingDevices {
    private final Attendance attendance;
    private final CursorLog cursors;
    private final RevisionSweep sweep;
    private final ClusterBus bus;
    private final int most;
    private final Breaches crowding;

    /** For the client proxy. */
    WaitingAttendance() {
        attendance = null;
        cursors = null;
        sweep = null;
        bus = null;
        most = 0;
        crowding = null;
    }

    @Inject
    WaitingAttendance(
            Attendance attendance,
            CursorLog cursors,
            RevisionSweep sweep,
            ClusterBus bus,
            Config config,
            Meters meters) {
        this.attendance = attendance;
        this.cursors = cursors;
        this.sweep = sweep;
        this.bus = bus;
        this.most = TauriLimits.SESSIONS.in(config);
        this.crowding = new Breaches(
                TauriLimits.SESSIONS,
                "the wait is answered 429",
                TauriLimits.closed(meters).of("sessions"),
                System::nanoTime);
    }

    @Override
    public boolean enter(UserId user, DeviceId device) {
        if (!attendance.enter(user, device, most)) {
            crowding.by(Source.of("user " + user));
            return false;
        }
        if (!bus.alone()) {
            sweep.lookSoon(Set.of(user));
        }
        return true;
    }

    @Override
    public void leave(UserId user, DeviceId device) {
        attendance.leave(user, device);
    }

    @Override
    public void has(UserId user, DeviceId device, long revision) {
        cursors.has(user, device, revision);
    }

    @Override
    public void setBack(UserId user) {
        cursors.takeBack(user);
    }
}
