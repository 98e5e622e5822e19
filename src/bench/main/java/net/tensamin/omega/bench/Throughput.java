package net.tensamin.omega.bench;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;

/**
 * How many notices Omega makes durable a second, and how soon they are pushed: the WAR as it ships in a process of its own,
 * Omikrons over WSS, devices over QUIC, H2 and PostgreSQL. All on one machine, so the load takes its share of it.
 */
final class Throughput {
    private static final Logger LOG = System.getLogger(Throughput.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Plan plan;
    private final Population population = new Population();
    private final List<Measurement> measurements = new ArrayList<>();

    Throughput(Plan plan) {
        this.plan = plan;
    }

    /** Prints and writes the report. */
    static void run() throws Exception {
        Plan plan = Plan.fromSystemProperties();
        Report report = new Report(plan, new Throughput(plan).measure());
        System.out.println(report.write());
    }

    /** @throws IllegalStateException if the database does not hold exactly what was acknowledged */
    List<Measurement> measure() throws Exception {
        Files.createDirectories(plan.results());
        for (String name : plan.databases()) {
            OmegaDeployment.clear();
            Files.createDirectories(OmegaDeployment.data());
            try (BenchDatabase database = BenchDatabase.start(name)) {
                try (Connection connection = database.open()) {
                    population.settle(connection, plan.mostReceivers());
                }
                long acknowledged = measure(name, database);
                requireStored(database, acknowledged);
            }
        }
        return List.copyOf(measurements);
    }

    private long measure(String name, BenchDatabase database) throws Exception {
        long acknowledged = 0;
        try (OmegaProcess omega = OmegaProcess.start(database.config(), jvm(name))) {
            for (int receivers : plan.receivers()) {
                Traffic traffic = Traffic.to(receivers);
                Pushes pushes = new Pushes(traffic);
                try (Listeners listeners = plan.devices() ? Listeners.connect(traffic, pushes) : Listeners.none();
                        OmikronLoad load = OmikronLoad.connect(plan, population, traffic, pushes)) {
                    Run run = new Run(name, database, omega, listeners, load, pushes, receivers);
                    run.stage(plan.warmUp(), 0);
                    Measurement peak = run.stage(plan.stage(), 0);
                    double rate = plan.rate() == 0 ? peak.noticesPerSecond() / 2 : plan.rate();
                    measurements.add(peak);
                    measurements.add(run.stage(plan.stage(), rate));
                    acknowledged += load.acknowledged();
                }
            }
            omega.terminate();
            omega.awaitEnd(PATIENCE);
        }
        return acknowledged;
    }

    /** As {@code mvn payara-micro:start} runs it. */
    private List<String> jvm(String database) {
        List<String> options = new ArrayList<>(List.of("-Xmx512m"));
        if (plan.flightRecording()) {
            options.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                    + recording(plan, database).toAbsolutePath());
        }
        return options;
    }

    static Path recording(Plan plan, String database) {
        return plan.results().resolve(database + ".jfr");
    }

    private static void requireStored(BenchDatabase database, long acknowledged) throws Exception {
        try (Connection connection = database.open()) {
            long stored = Population.storedNotices(connection);
            if (stored != acknowledged) {
                throw new IllegalStateException(acknowledged + " notices acknowledged, " + stored + " stored");
            }
        }
    }

    /** The parts of a measurement while they run. */
    private record Run(
            String name,
            BenchDatabase database,
            OmegaProcess omega,
            Listeners listeners,
            OmikronLoad load,
            Pushes pushes,
            int receivers) {
        Measurement stage(Duration time, double perSecond) throws IOException, InterruptedException {
            pushes.forgetLatencies();
            long overlapping = pushes.overlapping();
            ProcessorTime processor = processor();
            long acknowledged = load.acknowledged();
            long delivered = pushes.delivered();
            Instant from = Instant.now();
            long start = System.nanoTime();
            load.start(time, perSecond);
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
            double seconds = (System.nanoTime() - start) / 1e9;
            acknowledged = load.acknowledged() - acknowledged;
            delivered = pushes.delivered() - delivered;
            processor = processor().since(processor);
            load.settle();
            LOG.log(Level.INFO, "{0}, {1} receivers: {2} notices in {3} s", name, receivers, acknowledged, seconds);
            return new Measurement(
                    name,
                    receivers,
                    perSecond,
                    from,
                    seconds,
                    acknowledged,
                    delivered,
                    processor,
                    pushes.settledLatencies(),
                    pushes.overlapping() - overlapping,
                    pushes.missing(),
                    listeners.lost());
        }

        private ProcessorTime processor() throws IOException {
            return ProcessorTime.read(omega.id(), database.processes());
        }
    }
}
