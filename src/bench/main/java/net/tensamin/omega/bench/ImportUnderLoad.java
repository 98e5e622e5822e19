package net.tensamin.omega.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import org.HdrHistogram.Histogram;

/** How long the command line takes to import many users into PostgreSQL, and what that does to pushes that go on. */
final class ImportUnderLoad {
    private static final String HEAD = """
            | stage | seconds | users/s | notices/s | p50 ms | p99 ms | p99.9 ms | max ms |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """;
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final int DEFAULT_RATE = 500;
    private static final long FIRST = 1_000_000_000;

    private final Plan plan;
    private final int accounts = Integer.getInteger("bench.accounts", 100_000);
    private final Population population = new Population();
    private final StringBuilder rows = new StringBuilder(HEAD);

    private ImportUnderLoad(Plan plan) {
        this.plan = plan;
    }

    /** Prints and writes the table. */
    static void run() throws Exception {
        Plan plan = Plan.fromSystemProperties();
        Files.createDirectories(plan.results());
        String table = new ImportUnderLoad(plan).measure();
        Files.writeString(plan.results().resolve("import.md"), table);
        System.out.println(table);
    }

    private String measure() throws Exception {
        OmegaDeployment.clear();
        Files.createDirectories(OmegaDeployment.data());
        Path file = write(plan.results().resolve("accounts.jsonl"));
        try (BenchDatabase database = BenchDatabase.start("postgresql")) {
            try (Connection connection = database.open()) {
                population.settle(connection, plan.mostReceivers());
            }
            try (OmegaProcess omega = OmegaProcess.start(database.config(), List.of("-Xmx512m"))) {
                measure(file);
                omega.terminate();
            }
            requireImported(database);
        }
        return rows.toString();
    }

    private Path write(Path file) throws IOException {
        String key = Base64.getEncoder().encodeToString(new byte[56]);
        try (BufferedWriter lines = Files.newBufferedWriter(file)) {
            lines.write("{\"iota\":{\"iota_id\":" + FIRST + ",\"public_key\":\"" + key + "\"}}\n");
            for (int i = 0; i < accounts; i++) {
                lines.write(
                        "{\"user\":{\"user_id\":" + (FIRST + i) + ",\"username\":\"import" + i + "\",\"public_key\":\""
                                + key + "\",\"iota_id\":" + FIRST + ",\"display\":\"User " + i + "\"}}\n");
            }
        }
        return file;
    }

    private void measure(Path file) throws Exception {
        double rate = plan.rate() == 0 ? DEFAULT_RATE : plan.rate();
        Traffic traffic = Traffic.to(plan.mostReceivers());
        Pushes pushes = new Pushes(traffic);
        try (Listeners listeners = Listeners.connect(traffic, pushes);
                OmikronLoad load = OmikronLoad.connect(plan, population, traffic, pushes)) {
            load.start(plan.warmUp(), rate);
            load.settle();
            Stage before = new Stage(load, pushes);
            load.start(plan.stage(), rate);
            before.row("before", plan.stage().toSeconds(), 0);

            Stage during = new Stage(load, pushes);
            long start = System.nanoTime();
            Process cli = importing(file);
            while (!cli.waitFor(0, TimeUnit.SECONDS)) {
                load.start(STEP, rate);
                TimeUnit.NANOSECONDS.sleep(STEP.toNanos());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            if (cli.exitValue() != 0) {
                throw new IllegalStateException("the import ended with " + cli.exitValue());
            }
            during.row("during the import", seconds, accounts);

            Stage after = new Stage(load, pushes);
            load.start(plan.stage(), rate);
            after.row("after", plan.stage().toSeconds(), 0);
            if (pushes.missing() + listeners.lost() > 0) {
                throw new IllegalStateException(
                        pushes.missing() + " pushes never came, " + listeners.lost() + " devices lost");
            }
        }
    }

    private static Process importing(Path file) throws IOException {
        Path data = OmegaDeployment.data();
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        Path.of(System.getProperty("omega.cli")).toString(),
                        "accounts",
                        "import",
                        file.toString(),
                        "--data-dir",
                        data.toString(),
                        "--operator",
                        data.resolve("demo/operator.pem").toString(),
                        "--url",
                        OmegaDeployment.https().toString())
                .inheritIO()
                .start();
    }

    private void requireImported(BenchDatabase database) throws Exception {
        try (Connection connection = database.open();
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("select count(*) from users where iota_id = " + FIRST)) {
            count.next();
            if (count.getInt(1) != accounts) {
                throw new IllegalStateException(accounts + " users sent, " + count.getInt(1) + " there");
            }
        }
    }

    /** One row, of what is sent from now on. */
    private final class Stage {
        private final OmikronLoad load;
        private final Pushes pushes;
        private final long acknowledged;

        Stage(OmikronLoad load, Pushes pushes) {
            this.load = load;
            this.pushes = pushes;
            this.acknowledged = load.acknowledged();
            pushes.forgetLatencies();
        }

        void row(String name, double seconds, int users) throws Exception {
            load.settle();
            Histogram latencies = pushes.settledLatencies();
            String row = String.format(
                    Locale.ROOT,
                    "| %s | %.1f | %s | %.0f | %.1f | %.1f | %.1f | %.1f |%n",
                    name,
                    seconds,
                    users == 0 ? "" : Math.round(users / seconds),
                    (load.acknowledged() - acknowledged) / seconds,
                    latencies.getValueAtPercentile(50) / 1e6,
                    latencies.getValueAtPercentile(99) / 1e6,
                    latencies.getValueAtPercentile(99.9) / 1e6,
                    latencies.getMaxValue() / 1e6);
            System.out.print(row); // a run that is cut short has shown what it measured
            rows.append(row);
        }
    }
}
