package net.tensamin.omega.bench;

import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.OmegaNodes;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OperatorCalls;

/** Servers that are one, or one that is alone, and what they have done. */
final class NodesUnderLoad implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 50;

    private final List<OmegaProcess> processes = new ArrayList<>();
    private final List<OmegaProcess.Place> places = new ArrayList<>();
    private final BenchDatabase database;

    private NodesUnderLoad(BenchDatabase database) {
        this.database = database;
    }

    /**
     * What was done since some moment.
     *
     * @param batched notices in transactions that committed
     * @param failures transactions that did not
     * @param waiting how many transactions waited for another one's lock, on average
     */
    record Work(
            long nanos,
            long notices,
            long pushes,
            ProcessorTime processor,
            double commits,
            double batched,
            double commitSeconds,
            double failures,
            double waiting) {
        Work since(Work earlier, double nowWaiting) {
            return new Work(
                    nanos - earlier.nanos,
                    notices - earlier.notices,
                    pushes - earlier.pushes,
                    processor.since(earlier.processor),
                    commits - earlier.commits,
                    batched - earlier.batched,
                    commitSeconds - earlier.commitSeconds,
                    failures - earlier.failures,
                    nowWaiting);
        }

        double seconds() {
            return nanos / 1e9;
        }
    }

    /** Returns when all are ready. */
    static NodesUnderLoad start(int count, BenchDatabase database) throws IOException {
        NodesUnderLoad servers = new NodesUnderLoad(database);
        List<Integer> ports =
                IntStream.range(0, count).mapToObj(i -> OmegaNodes.freePort()).toList();
        try {
            for (int port : ports) {
                servers.start(port, ports);
            }
        } catch (IOException | RuntimeException e) {
            servers.processes.forEach(OmegaProcess::kill);
            throw e;
        }
        return servers;
    }

    private void start(int port, List<Integer> ports) throws IOException {
        Map<String, String> config = new HashMap<>(database.config());
        List<String> grid = List.of("--nohazelcast");
        if (ports.size() > 1) {
            grid = List.of("--hzconfigfile", System.getProperty("omega.grid"));
            config.put("omega.cluster.enabled", "true");
            config.put("omega.cluster.secret", "known to the nodes of this benchmark alone");
            config.put("omega.cluster.address", "127.0.0.1");
            config.put("omega.cluster.port", Integer.toString(port));
            config.put(
                    "omega.cluster.members",
                    ports.stream().map(member -> "127.0.0.1:" + member).collect(Collectors.joining(",")));
        }
        OmegaProcess.Place place = new OmegaProcess.Place(OmegaNodes.freePort(), OmegaNodes.freePort(), grid);
        places.add(place);
        processes.add(OmegaProcess.start(place, config, List.of("-Xmx512m")));
    }

    List<URI> https() {
        return places.stream().map(OmegaProcess.Place::https).toList();
    }

    List<Integer> quicPorts() {
        return places.stream().map(OmegaProcess.Place::quicPort).toList();
    }

    Work work(long notices, long pushes) throws Exception {
        double commits = 0;
        double batched = 0;
        double commitSeconds = 0;
        double failures = 0;
        for (URI server : https()) {
            Map<String, Double> samples = OperatorCalls.samples(server);
            commits += samples.get("omega_mailbox_commit_seconds_count");
            commitSeconds += samples.get("omega_mailbox_commit_seconds_sum");
            batched += samples.get("omega_mailbox_batch_size_sum");
            failures += samples.get("omega_mailbox_commit_failures_total");
        }
        List<Long> ids = processes.stream().map(OmegaProcess::id).toList();
        return new Work(
                System.nanoTime(),
                notices,
                pushes,
                ProcessorTime.read(ids, database.processes()),
                commits,
                batched,
                commitSeconds,
                failures,
                0);
    }

    /** Returns after this time how many transactions waited for another one's lock, on average. */
    double awaitEnd(Duration time) throws SQLException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long looks = 0;
        long waiting = 0;
        try (Connection connection = database.open();
                Statement statement = connection.createStatement()) {
            while (System.nanoTime() < end) {
                waiting += waiting(statement);
                looks++;
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        }
        return (double) waiting / looks;
    }

    private static long waiting(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery("select count(*) from pg_stat_activity where wait_event_type = 'Lock'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() {
        processes.forEach(OmegaProcess::terminate);
        processes.forEach(process -> process.awaitEnd(PATIENCE));
    }
}
