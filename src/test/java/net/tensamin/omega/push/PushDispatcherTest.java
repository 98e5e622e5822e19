package net.tensamin.omega.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.Badge;
import net.tensamin.omega.badge.BadgeChange;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.cluster.LocalBus;
import net.tensamin.omega.tauri.TauriSessions;
import net.tensamin.omega.trace.UserTraces;
import org.junit.jupiter.api.Test;

class PushDispatcherTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    @Test
    void aChangeReachesTheDevicesOfItsReceiverOnTheThreadThatCommitted() {
        List<BadgeChange> delivered = new ArrayList<>();
        Thread committing = Thread.currentThread();
        Deliveries devices = new TauriSessions() {
            @Override
            public void deliver(BadgeChange change) {
                assertSame(committing, Thread.currentThread());
                delivered.add(change);
            }
        };
        List<BadgeChange> changes = List.of(
                new BadgeChange(ALICE, 4, 6, List.of(new Badge(BOB, 1, 5), new Badge(new UserId(8), 0, 6))),
                new BadgeChange(BOB, 1, 2, List.of()));

        new PushDispatcher(List.of(devices), UserTraces.off(), new LocalBus(), System::nanoTime)
                .on(new BadgesChanged(changes));

        assertEquals(changes, delivered);
    }
}
