package net.tensamin.omega.operations.live;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import net.tensamin.omega.threads.Timers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AudienceTest {
    private static final SessionQuery ALL = SessionQuery.parse("", "user", 10);

    private final List<Runnable> ticks = new ArrayList<>();
    private final List<Future<?>> tasks = new ArrayList<>();
    private int taken;
    private boolean unreadable;
    private final Audience audience = new Audience(this::take, this::everyTick, Duration.ofSeconds(30));

    @AfterEach
    void stop() {
        audience.stop();
    }

    @Test
    void theServerIsReadOnceATickForAllAndNotWhileThereIsNobody() throws Exception {
        assertEquals(0, ticks.size());
        audience.enter();
        audience.enter();
        assertEquals(1, ticks.size());
        ticks.get(0).run();
        Audience.Shown shown = audience.after(0, audience.doubts()).orElseThrow();
        assertEquals(shown, audience.after(0, audience.doubts()).orElseThrow());
        assertEquals(1, taken);

        audience.leave();
        assertFalse(tasks.get(0).isCancelled());
        audience.leave();
        assertTrue(tasks.get(0).isCancelled());
        audience.enter();

        assertEquals(2, ticks.size());
    }

    @Test
    void aReadingThatCameWhenAllHadGoneIsShownToNobody() throws Exception {
        audience.enter();
        audience.leave();
        ticks.get(0).run();
        audience.enter();
        ticks.get(1).run();

        assertEquals(
                Instant.ofEpochMilli(2),
                audience.after(0, audience.doubts()).orElseThrow().reading().at());
    }

    @Test
    void thereAreOnlySoManyPlaces() {
        for (int i = 0; i < Audience.MOST; i++) {
            assertTrue(audience.enter());
        }
        assertTrue(audience.isFull());
        assertFalse(audience.enter());
        audience.leave();
        assertTrue(audience.enter());
    }

    @Test
    void aServerThatCannotBeReadOnceIsReadAgain() throws Exception {
        audience.enter();
        unreadable = true;
        ticks.get(0).run();
        unreadable = false;
        ticks.get(0).run();

        assertEquals(1, audience.after(0, audience.doubts()).orElseThrow().number());
    }

    @Test
    void aViewerGetsEachReadingOnceUntilTheServerStops() throws Exception {
        ByteArrayOutputStream browser = new ByteArrayOutputStream();
        Thread viewer = looking(browser, () -> true);
        for (int readings = 1; readings <= 2; readings++) {
            tick();
            String last = "event: reading\ndata: {\"at\":" + readings + ",";
            await().until(() -> text(browser).contains(last));
        }
        audience.stop();
        viewer.join(30_000);

        assertFalse(viewer.isAlive());
        String text = text(browser);
        assertEquals(2, text.split("event: reading\n", -1).length - 1, text);
        assertEquals(2, text.split("event: sessions\n", -1).length - 1, text);
        assertFalse(audience.enter());
    }

    /** No reading comes here, and it does not wait for one. */
    @Test
    void aViewerIsAskedAtOnceWhenItIsDoubtfulWhetherItMayLook() throws Exception {
        AtomicBoolean may = new AtomicBoolean(true);
        AtomicInteger asked = new AtomicInteger();
        ByteArrayOutputStream browser = new ByteArrayOutputStream();
        Thread viewer = looking(browser, () -> asked.incrementAndGet() > 0 && may.get());
        tick();
        await().until(() -> !text(browser).isEmpty());
        int before = asked.get();
        audience.doubt();
        await().until(() -> asked.get() > before);
        may.set(false);
        audience.doubt();
        viewer.join(30_000);

        assertFalse(viewer.isAlive());
        assertEquals(1, text(browser).split("event: reading\n", -1).length - 1, text(browser));
    }

    @Test
    void aViewerThatLosesItsPermissionIsSentAway() throws Exception {
        AtomicBoolean may = new AtomicBoolean(true);
        ByteArrayOutputStream browser = new ByteArrayOutputStream();
        Thread viewer = looking(browser, may::get);
        tick();
        await().until(() -> !text(browser).isEmpty());
        may.set(false);
        tick();
        viewer.join(30_000);

        assertFalse(viewer.isAlive());
        await().until(() -> tasks.get(0).isCancelled());
    }

    @Test
    void aViewerThatLeftFreesItsPlace() throws Exception {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("gone");
            }
        };
        Thread viewer = looking(gone, () -> true);
        tick();
        viewer.join(30_000);

        assertFalse(viewer.isAlive());
        assertTrue(tasks.get(0).isCancelled());
    }

    private Thread looking(OutputStream browser, BooleanSupplier may) {
        FutureTask<Void> look = new FutureTask<>(() -> {
            new EventStream(audience, ALL, device -> Optional.empty(), may).write(browser);
            return null;
        });
        Thread viewer = new Thread(look);
        viewer.start();
        await().until(() -> !ticks.isEmpty());
        return viewer;
    }

    private void tick() {
        ticks.get(0).run();
    }

    private static String text(ByteArrayOutputStream browser) {
        return browser.toString(StandardCharsets.UTF_8);
    }

    private Reading take() {
        if (unreadable) {
            throw new IllegalStateException("on purpose");
        }
        taken++;
        return new Reading(Instant.ofEpochMilli(taken), Map.of(), List.of(), Optional.empty(), List.of(), List.of());
    }

    private Timers.Plan everyTick(Runnable tick) {
        CompletableFuture<Void> task = new CompletableFuture<>();
        tasks.add(task);
        ticks.add(tick);
        return () -> task.cancel(false);
    }
}
