package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.bench.ProcessorTime;

/** One server with ever more sessions. */
final class HoldRun {
    private static final Logger LOG = System.getLogger(HoldRun.class.getName());
    private static final long PATIENCE_SECONDS = 60;
    private static final int FEW = 50;
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private final String name;
    private final HoldPlan plan;
    private final Contender contender;
    private final Arrivals arrivals;
    private final Connects connects;
    private final List<Fleet.Session> held = new ArrayList<>();

    HoldRun(String name, HoldPlan plan, Contender contender, Arrivals arrivals, Fleet fleet) {
        this.name = name;
        this.plan = plan;
        this.contender = contender;
        this.arrivals = arrivals;
        this.connects = new Connects(fleet, plan.atOnce());
    }

    private interface Work {
        /** Returns how many operations were completed. */
        long run() throws Exception;
    }

    interface Log {
        void add(HoldMeasurement measurement) throws IOException;
    }

    /** Each measurement is in the log as soon as it is made, whatever comes after. */
    void measure(Log log) throws Exception {
        warmUp();
        rest(plan.idle().dividedBy(2));
        Stage nobody = stage("nobody", () -> rest(plan.idle().dividedBy(2)));
        Footprint base = footprint();
        int most = contender.most();
        for (int sessions : plan.sessions().stream()
                .map(asked -> Math.min(asked, most))
                .distinct()
                .toList()) {
            log.add(hold(sessions, nobody, base));
        }
    }

    /**
     * All that is measured later, so that what it leaves behind once does not count as the sessions'; with few sessions at
     * a time, because memory that theirs leave behind is used again.
     */
    private void warmUp() throws Exception {
        int few = Math.min(FEW, plan.warmUp());
        int first = plan.warmUp() - few;
        stage("warm-up", () -> connects.of(0, first, Fleet.Session::end).size());
        List<Fleet.Session> sessions = connects.of(first, plan.warmUp(), CompletableFuture::completedFuture);
        PushWork pushes = new PushWork(plan, arrivals, first, few);
        try (PushSource source = contender.pushes()) {
            stage("warm-up of bursts", () -> pushes.inBursts(source, plan.stage()));
            stage("warm-up one by one", () -> pushes.oneByOne(source, plan.stage()));
        }
        CompletableFuture.allOf(sessions.stream().map(Fleet.Session::end).toArray(CompletableFuture[]::new))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private HoldMeasurement hold(int sessions, Stage nobody, Footprint base) throws Exception {
        int more = sessions - held.size();
        Stage connecting = stage("connecting", () -> {
            int first = plan.warmUp() + held.size();
            held.addAll(connects.of(first, first + more, CompletableFuture::completedFuture));
            return more;
        });
        rest(SETTLING);
        Stage idle = stage("idle", () -> rest(plan.idle()));
        Footprint footprint = footprint();
        PushWork pushes = new PushWork(plan, arrivals, plan.warmUp(), sessions);
        try (PushSource source = contender.pushes()) {
            pushes.oneByOne(source, SETTLING);
            Stage oneByOne = stage("one by one", () -> pushes.oneByOne(source, plan.stage()));
            Stage bursts = stage("bursts", () -> pushes.inBursts(source, plan.stage()));
            arrivals.forget();
            Stage atRate =
                    stage("at a rate", () -> pushes.atRate(source, plan.stage().multipliedBy(2)));
            int missing = arrivals.settle();
            return new HoldMeasurement(
                    name,
                    sessions,
                    nobody,
                    base,
                    connecting,
                    idle,
                    footprint,
                    oneByOne,
                    bursts,
                    atRate,
                    arrivals.latencies(),
                    missing,
                    held.stream().filter(session -> !session.isOpen()).count());
        }
    }

    private long rest(Duration time) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return 0;
    }

    private Footprint footprint() throws IOException, InterruptedException {
        return Footprint.of(contender.process(), contender.isJava());
    }

    private Stage stage(String kind, Work work) throws Exception {
        ProcessorTime before = processor();
        long start = System.nanoTime();
        long operations = work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        Stage stage = new Stage(seconds, processor().since(before), operations);
        LOG.log(
                Level.INFO,
                "{0}, {1} sessions, {2}: {3} in {4} s, server {5} %, load {6} %, others {7} %",
                name,
                held.size(),
                kind,
                operations,
                seconds,
                stage.serverPercent(),
                stage.loadPercent(),
                stage.othersPercent());
        return stage;
    }

    private ProcessorTime processor() throws IOException {
        return ProcessorTime.read(contender.process(), List.of());
    }
}
