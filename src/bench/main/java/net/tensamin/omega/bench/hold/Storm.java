package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;

/**
 * A server is killed and started again, and all clients that it had come back at the same moment. A client that is refused or waits too
 * long tries again. What they have to wait is compared with the time the same machine takes for as many connects
 * in good order, a few at a time, to a server that has just started too.
 */
public final class Storm {
    private static final Logger LOG = System.getLogger(Storm.class.getName());
    private static final long GIVE_UP_FACTOR = 5;
    private static final double GIVE_UP_SECONDS = 60;
    private static final int LONGEST_PAUSE_MILLIS = 1_000;
    private final Fleet fleet;
    private final int sessions;
    private final long givingUp;
    private final long start = System.nanoTime();
    private final LongAdder attempts = new LongAdder();
    private final LongAdder neverBack = new LongAdder();
    private final ConcurrentHistogram waits = new ConcurrentHistogram(3);
    private final CountDownLatch open;

    private Storm(Fleet fleet, int sessions, double orderlySeconds) {
        this.fleet = fleet;
        this.sessions = sessions;
        this.givingUp = start + (long) ((GIVE_UP_FACTOR * orderlySeconds + GIVE_UP_SECONDS) * 1e9);
        this.open = new CountDownLatch(sessions);
    }

    /** Prints and writes the report, and says whether everybody came back. */
    public static boolean run() throws IOException, GeneralSecurityException, InterruptedException {
        HoldPlan plan = HoldPlan.fromSystemProperties();
        Files.createDirectories(plan.results());
        Identities identities = Identities.open(plan.results().resolve("certificates"), plan.identities());
        List<StormMeasurement> measurements = new ArrayList<>();
        for (String name : plan.servers()) {
            for (int sessions : plan.sessions()) {
                try (Contender before = Contender.start(name, plan, identities)) {
                    measurements.add(measure(name, plan, before, Math.min(sessions, before.most())));
                } catch (Contender.NotInstalled e) {
                    LOG.log(Level.WARNING, "{0}: {1}", name, e.getMessage());
                } catch (InterruptedException | IOException e) {
                    throw e;
                } catch (Exception e) {
                    throw new IOException(name, e);
                }
            }
        }
        System.out.println(new StormReport(plan, measurements).write());
        return measurements.stream().allMatch(measurement -> measurement.neverBack() == 0);
    }

    private static StormMeasurement measure(String name, HoldPlan plan, Contender before, int sessions)
            throws Exception {
        Arrivals nobodyWatches = new Arrivals(plan.identities());
        Contender after;
        double orderlySeconds;
        try (Fleet fleet = before.fleet(nobodyWatches)) {
            long start = System.nanoTime();
            new Connects(fleet, plan.atOnce()).of(0, sessions, CompletableFuture::completedFuture);
            orderlySeconds = (System.nanoTime() - start) / 1e9;
            LOG.log(Level.INFO, "{0}: {1} connects in good order in {2} s", name, sessions, orderlySeconds);
            after = before.again();
        }
        try (Contender again = after;
                Fleet fleet = again.fleet(nobodyWatches)) {
            return new Storm(fleet, sessions, orderlySeconds).rage(name, orderlySeconds);
        }
    }

    private StormMeasurement rage(String name, double orderlySeconds) throws InterruptedException {
        for (int client = 0; client < sessions; client++) {
            comeBack(client);
        }
        open.await();
        LOG.log(Level.INFO, "{0}: {1} are back after {2} s", name, sessions, waits.getMaxValue() / 1e9);
        return new StormMeasurement(name, sessions, orderlySeconds, waits, attempts.sum(), (int) neverBack.sum());
    }

    private void comeBack(int client) {
        attempts.increment();
        fleet.connect(client).whenComplete((session, problem) -> {
            if (problem == null) {
                waits.recordValue(System.nanoTime() - start);
                open.countDown();
            } else if (System.nanoTime() < givingUp) {
                int pause = ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS);
                CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS).execute(() -> comeBack(client));
            } else {
                neverBack.increment();
                open.countDown();
            }
        });
    }
}
