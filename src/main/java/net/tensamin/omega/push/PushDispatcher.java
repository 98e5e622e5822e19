package net.tensamin.omega.push;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.List;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.trace.TraceEvent.Kind;
import net.tensamin.omega.trace.UserTraces;

/**
 * Passes each committed change of a mailbox to every device of its receiver, on this node and on other nodes that have
 * some.
 */
@ApplicationScoped
class PushDispatcher {
    private final List<Deliveries> devices;
    private final UserTraces traces;
    private final ClusterBus bus;
    private final ChangeCodec codec;

    /** For the client proxy. */
    PushDispatcher() {
        this(List.of(), null, null, null);
    }

    @Inject
    PushDispatcher(Instance<Deliveries> devices, UserTraces traces, ClusterBus bus) {
        this(devices.stream().toList(), traces, bus, System::nanoTime);
    }

    /** @param nanos a monotonic clock */
    PushDispatcher(List<Deliveries> devices, UserTraces traces, ClusterBus bus, LongSupplier nanos) {
        this.codec = new ChangeCodec(nanos);
        this.devices = devices;
        this.traces = traces;
        this.bus = bus;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        bus.listen(Subject.MAILBOX, (sender, content) -> deliver(codec.read(content)));
    }

    /** On the committing thread, which it does not block: devices and the bus only queue. */
    void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) BadgesChanged changed) {
        changed.changes().forEach(this::dispatch);
    }

    private void dispatch(BadgeChange change) {
        change.badges().forEach(badge -> trace(change.receiver(), badge));
        deliver(change);
        bus.sendToHosts(change.receiver(), Subject.MAILBOX, () -> codec.write(change));
    }

    private void deliver(BadgeChange change) {
        devices.forEach(way -> way.deliver(change));
    }

    private void trace(UserId receiver, Badge badge) {
        Kind kind = badge.isRaised() ? Kind.PENDING : Kind.CLEARED;
        traces.add(receiver, kind, badge.sender().value(), badge.revision(), "");
    }
}
