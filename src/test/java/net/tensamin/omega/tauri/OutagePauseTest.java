package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import net.tensamin.omega.device.DeviceId;
import org.junit.jupiter.api.Test;

class OutagePauseTest {
    private static final int DEVICES = 1_000;

    private final Random random = new Random(19);
    private long nanos = Long.MAX_VALUE - 1_000;
    private final OutagePause outage = new OutagePause(() -> nanos);

    private record Visit(long atNanos, DeviceId device) {}

    @Test
    void eachComesMoreAndMoreSeldom() {
        DeviceId device = device();
        List<Duration> pauses = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Duration pause = outage.of(device);
            pauses.add(pause);
            nanos += pause.toNanos();
        }
        for (int i = 1; i < pauses.size(); i++) {
            assertTrue(pauses.get(i).compareTo(pauses.get(i - 1)) >= 0, pauses::toString);
        }
        assertTrue(pauses.get(9).compareTo(OutagePause.MOST) >= 0, pauses::toString);
        outage.over();
        assertTrue(outage.of(device).compareTo(OutagePause.LEAST.multipliedBy(2)) <= 0);
    }

    /** However long it lasts: of a thousand devices that come back when they are told to, ever fewer come in a second. */
    @Test
    void connectsDoNotGrow() {
        PriorityQueue<Visit> visits = new PriorityQueue<>((one, other) -> Long.signum(one.atNanos() - other.atNanos()));
        long begin = nanos;
        for (int i = 0; i < DEVICES; i++) {
            visits.add(new Visit(begin, device()));
        }
        int[] perMinute = new int[10];
        while (visits.element().atNanos() - begin < Duration.ofMinutes(10).toNanos()) {
            Visit visit = visits.remove();
            nanos = visit.atNanos();
            perMinute[(int) (Duration.ofNanos(nanos - begin).toSeconds() / 60)]++;
            visits.add(new Visit(nanos + outage.of(visit.device()).toNanos(), visit.device()));
        }
        assertTrue(perMinute[0] <= 7 * DEVICES, () -> perMinute[0] + " in the first minute");
        for (int minute = 2; minute < 10; minute++) {
            int now = perMinute[minute];
            assertTrue(now <= DEVICES, () -> now + " a minute");
        }
    }

    private DeviceId device() {
        return new DeviceId(String.format("%016x%016x", random.nextLong(), random.nextLong()));
    }
}
