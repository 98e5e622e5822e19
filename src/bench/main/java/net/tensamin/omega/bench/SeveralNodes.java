package net.tensamin.omega.bench;

import java.net.URI;
import java.nio.file.Files;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.tensamin.omega.testing.OmegaDeployment;
import org.HdrHistogram.Histogram;

/**
 * What it costs that servers are several: durable notices a second of one, two and three nodes over one PostgreSQL; of a push
 * that goes from the node with the notice to another one with the device, against one that stays; and what nodes wait for each
 * other in the database. All on one machine, whose processors they share.
 */
final class SeveralNodes {
    private static final String HEAD = """
            | nodes | pushes | stage | notices/s | pushes/s | servers µs/notice | servers % | database % | load % | others % | p50 ms | p99 ms | notices a commit | commit ms | transactions that wait | failed |
            | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """;

    private final Plan plan;
    private final Population population = new Population();
    private final StringBuilder rows = new StringBuilder(HEAD);

    private SeveralNodes(Plan plan) {
        this.plan = plan;
    }

    /** Where the devices are, seen from the Omikrons. */
    private enum Spread {
        /** All on one node with the Omikrons; others have nothing to do. */
        TOGETHER("stay on the node"),
        /** All on another node than the Omikrons. */
        APART("go to another node"),
        /** Both on all nodes. */
        EVEN("as it comes");

        private final String pushes;

        Spread(String pushes) {
            this.pushes = pushes;
        }
    }

    private record Layout(int nodes, Spread spread) {
        /** Such as {@code 2} or {@code 2-apart}. */
        static Layout of(String text) {
            String[] parts = text.split("-");
            Spread spread = parts.length == 1 ? Spread.EVEN : Spread.valueOf(parts[1].toUpperCase(Locale.ROOT));
            return new Layout(Integer.parseInt(parts[0]), spread);
        }

        <T> List<T> links(List<T> servers) {
            return spread == Spread.EVEN ? servers : servers.subList(0, 1);
        }

        <T> List<T> devices(List<T> servers) {
            return switch (spread) {
                case EVEN -> servers;
                case TOGETHER -> servers.subList(0, 1);
                case APART -> servers.subList(1, 2);
            };
        }
    }

    /** Prints and writes the table. */
    static void run() throws Exception {
        Plan plan = Plan.fromSystemProperties();
        String table = new SeveralNodes(plan).measure(layouts());
        Files.createDirectories(plan.results());
        Files.writeString(plan.results().resolve("nodes.md"), table);
        System.out.println(table);
    }

    private static List<Layout> layouts() {
        List<Layout> layouts = new ArrayList<>();
        for (String text : System.getProperty("bench.nodes").split(",")) {
            layouts.add(Layout.of(text));
        }
        return layouts;
    }

    private String measure(List<Layout> layouts) throws Exception {
        int receivers = plan.mostReceivers();
        OmegaDeployment.clear();
        Files.createDirectories(OmegaDeployment.data());
        try (BenchDatabase database = BenchDatabase.start("postgresql")) {
            try (Connection connection = database.open()) {
                population.settle(connection, receivers);
            }
            long acknowledged = 0;
            for (int nodes : layouts.stream().map(Layout::nodes).distinct().toList()) {
                try (NodesUnderLoad servers = NodesUnderLoad.start(nodes, database)) {
                    for (Layout layout : layouts) {
                        if (layout.nodes() == nodes) {
                            acknowledged += measure(layout, servers, receivers);
                        }
                    }
                }
            }
            requireStored(database, acknowledged);
        }
        return rows.toString();
    }

    /** Returns how many notices were acknowledged. */
    private long measure(Layout layout, NodesUnderLoad servers, int receivers) throws Exception {
        Traffic traffic = Traffic.to(receivers);
        Pushes pushes = new Pushes(traffic);
        List<URI> links = layout.links(servers.https());
        try (Listeners listeners = Listeners.connect(traffic, pushes, layout.devices(servers.quicPorts()));
                OmikronLoad load = OmikronLoad.connect(plan, population, traffic, pushes, links)) {
            stage(plan.warmUp(), 0, servers, load, pushes);
            row(layout, "peak", stage(plan.stage(), 0, servers, load, pushes), pushes, listeners);
            if (plan.rate() > 0) {
                NodesUnderLoad.Work work = stage(plan.stage(), plan.rate(), servers, load, pushes);
                row(layout, "at " + plan.rate() + "/s", work, pushes, listeners);
            }
            return load.acknowledged();
        }
    }

    private static NodesUnderLoad.Work stage(
            Duration time, double perSecond, NodesUnderLoad servers, OmikronLoad load, Pushes pushes) throws Exception {
        pushes.forgetLatencies();
        NodesUnderLoad.Work before = servers.work(load.acknowledged(), pushes.delivered());
        load.start(time, perSecond);
        double waiting = servers.awaitEnd(time);
        NodesUnderLoad.Work done =
                servers.work(load.acknowledged(), pushes.delivered()).since(before, waiting);
        load.settle();
        return done;
    }

    private void row(Layout layout, String stage, NodesUnderLoad.Work work, Pushes pushes, Listeners listeners)
            throws InterruptedException {
        Histogram latencies = pushes.settledLatencies();
        ProcessorTime time = work.processor();
        String row = String.format(
                Locale.ROOT,
                "| %d | %s | %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f | %.1f | %.0f | %.1f | %.1f | %.0f |%n",
                layout.nodes(),
                layout.spread().pushes,
                stage,
                work.notices() / work.seconds(),
                work.pushes() / work.seconds(),
                ProcessorTime.micros(time.server()) / work.notices(),
                ProcessorTime.percent(time.server(), work.seconds()),
                ProcessorTime.percent(time.database(), work.seconds()),
                ProcessorTime.percent(time.load(), work.seconds()),
                ProcessorTime.percent(time.others(), work.seconds()),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                work.batched() / work.commits(),
                1e3 * work.commitSeconds() / work.commits(),
                work.waiting(),
                work.failures());
        System.out.print(row); // a run that is cut short has shown what it measured
        rows.append(row);
        if (pushes.missing() + listeners.lost() > 0) {
            throw new IllegalStateException(
                    pushes.missing() + " pushes never came, " + listeners.lost() + " devices lost");
        }
    }

    private static void requireStored(BenchDatabase database, long acknowledged) throws Exception {
        try (Connection connection = database.open()) {
            long stored = Population.storedNotices(connection);
            if (stored != acknowledged) {
                throw new IllegalStateException(acknowledged + " notices acknowledged, " + stored + " stored");
            }
        }
    }
}
