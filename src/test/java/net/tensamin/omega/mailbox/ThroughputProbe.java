package net.tensamin.omega.mailbox;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.store.TestDatabase;

/**
 * Prints durable notices a second, one at a time, in groups, and in groups of several nodes that meet in the same
 * mailboxes; asserts nothing. Arguments: {@code h2} or {@code postgresql}, seconds, receivers.
 */
final class ThroughputProbe {
    private static final int SENDERS = 10;
    private static final int MOST_NODES = 3;
    private static final int UNANSWERED = 4_000;

    private final TestDatabase database;
    private final int receivers;

    private ThroughputProbe(TestDatabase database, int receivers) {
        this.database = database;
        this.receivers = receivers;
    }

    public static void main(String[] arguments) throws Exception {
        Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));
        try (TestDatabase database = database(arguments[0])) {
            ThroughputProbe probe = new ThroughputProbe(database, Integer.parseInt(arguments[2]));
            probe.enrol();
            probe.measure("warm-up", 1, 1_000, UNANSWERED, time);
            probe.measure("one a transaction", 1, 1, 1, time);
            for (int largest : new int[] {100, 1_000, 4_000}) {
                probe.measure("groups of up to " + largest, 1, largest, UNANSWERED, time);
            }
            for (int nodes = 2; nodes <= MOST_NODES; nodes++) {
                probe.measure(nodes + " nodes, up to 4000", nodes, 4_000, UNANSWERED, time);
            }
        }
    }

    private static TestDatabase database(String name) {
        return name.equals("postgresql")
                ? TestDatabase.durablePostgreSql()
                : TestDatabase.h2(!name.equals("h2-unsynced"));
    }

    private void enrol() {
        database.run(entities -> TestAccounts.of(entities).add(new Iota(new IotaId(1), "key")));
        database.run(entities -> LongStream.rangeClosed(1, receivers).forEach(id -> TestAccounts.of(entities)
                .add(new User(new UserId(id), "user-" + id, "key", new IotaId(1)))));
    }

    /** Counts what fails: a deadlock, a lock that is not given. */
    private final class Counted extends CommittingTransactions {
        private final AtomicInteger failures;

        private Counted(AtomicInteger failures) {
            super(database, change -> {});
            this.failures = failures;
        }

        @Override
        public void commit(Batch batch) {
            try {
                super.commit(batch);
            } catch (RuntimeException e) {
                failures.incrementAndGet();
                throw e;
            }
        }
    }

    private NoticeBatcher batcher(int largestBatch, ExecutorService committing, AtomicInteger failures) {
        return new NoticeBatcher(
                new NoticeBatcher.Run(UUID.randomUUID(), System::nanoTime),
                BatchMeters.in(new Meters()),
                new Counted(failures),
                new MailboxSettings(
                        largestBatch,
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofDays(30),
                        Duration.ofHours(1)),
                committing,
                (delay, task) -> committing.execute(task));
    }

    private void measure(String what, int nodes, int largestBatch, int unanswered, Duration time)
            throws InterruptedException {
        ExecutorService committing = Executors.newFixedThreadPool(nodes);
        AtomicInteger failures = new AtomicInteger();
        List<NoticeBatcher> batchers = Stream.generate(() -> batcher(largestBatch, committing, failures))
                .limit(nodes)
                .toList();
        List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
        long cpu = cpuNanos();
        long start = System.nanoTime();
        submit(batchers, unanswered, start + time.toNanos(), latencies);
        double seconds = (System.nanoTime() - start) / 1e9;
        committing.shutdown();
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%-24s %8.0f notices/s, latency ms p50 %.1f p99 %.1f, CPU of this process %.0f µs a notice, %d failed commits%n",
                what,
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 99 / 100] / 1e6,
                (cpuNanos() - cpu) / 1e3 / sorted.length,
                failures.get());
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private void submit(List<NoticeBatcher> batchers, int unanswered, long end, List<Long> latencies)
            throws InterruptedException {
        Random random = new Random(1);
        Semaphore permits = new Semaphore(unanswered);
        while (System.nanoTime() < end) {
            permits.acquire();
            UserId receiver = new UserId(1 + random.nextInt(receivers));
            UserId sender = new UserId(1 + (receiver.value() + random.nextInt(SENDERS)) % receivers);
            long submitted = System.nanoTime();
            NoticeBatcher batcher = batchers.get(random.nextInt(batchers.size()));
            batcher.submit(new Submission.Notice(sender, receiver)).whenComplete((done, failure) -> {
                latencies.add(System.nanoTime() - submitted);
                permits.release();
            });
        }
        permits.acquire(unanswered);
    }
}
