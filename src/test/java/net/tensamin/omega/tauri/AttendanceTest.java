package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.api.Test;

class AttendanceTest {
    private static final UserId ALICE = new UserId(42);
    private static final UserId BOB = new UserId(7);

    private final DeviceId phone = DeviceId.random();
    private final DeviceId desktop = DeviceId.random();
    private final Map<UserId, Boolean> hosted = new HashMap<>();
    private final Attendance attendance = new Attendance((ClusterBus) Proxy.newProxyInstance(
            ClusterBus.class.getClassLoader(), new Class<?>[] {ClusterBus.class}, (bus, method, arguments) -> {
                assertEquals("hosts", method.getName());
                hosted.put((UserId) arguments[0], (Boolean) arguments[1]);
                return null;
            }));

    @Test
    void aUserIsHereAsLongAsADeviceIsOverWhateverWay() {
        attendance.enter(ALICE, phone, 2);
        attendance.enter(ALICE, phone, 2);
        attendance.enter(ALICE, desktop, 2);
        assertEquals(Map.of(ALICE, true), hosted);

        attendance.leave(ALICE, phone);
        attendance.leave(ALICE, desktop);
        assertEquals(Map.of(ALICE, true), hosted);

        attendance.leave(ALICE, phone);
        assertEquals(Map.of(ALICE, false), hosted);
    }

    @Test
    void aDeviceCountsOnceAndOthersMayNotBeTooMany() {
        assertTrue(attendance.enter(ALICE, phone, 1));
        assertTrue(attendance.enter(ALICE, phone, 1));
        assertFalse(attendance.enter(ALICE, desktop, 1));
        assertTrue(attendance.enter(BOB, desktop, 1));

        attendance.leave(ALICE, phone);
        assertFalse(attendance.enter(ALICE, desktop, 1));
        attendance.leave(ALICE, phone);
        assertTrue(attendance.enter(ALICE, desktop, 1));
    }
}
