package net.tensamin.omega.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;

/** Notices over several links at once, as fast as their windows let them or at a rate. */
final class OmikronLoad implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong number = new AtomicLong();
    private final LongAdder acknowledged = new LongAdder();
    private final List<OmikronLoadLink> links = new ArrayList<>();
    private final Traffic traffic;
    private final Pushes pushes;
    private List<CompletableFuture<Void>> sending = List.of();

    private OmikronLoad(Traffic traffic, Pushes pushes) {
        this.traffic = traffic;
        this.pushes = pushes;
    }

    static OmikronLoad connect(Plan plan, Population population, Traffic traffic, Pushes pushes)
            throws GeneralSecurityException, IOException {
        return connect(plan, population, traffic, pushes, List.of(OmegaDeployment.https()));
    }

    /** The links of one server after the other. */
    static OmikronLoad connect(Plan plan, Population population, Traffic traffic, Pushes pushes, List<URI> servers)
            throws GeneralSecurityException, IOException {
        OmikronLoad load = new OmikronLoad(traffic, pushes);
        for (int i = 0; i < plan.links(); i++) {
            URI endpoint = servers.get(i % servers.size()).resolve("ws/omikron");
            OmikronLoadLink link =
                    new OmikronLoadLink(OmegaTls.anonymous(), endpoint, plan.window(), load.acknowledged);
            load.links.add(link);
            link.identify(population, Population.FIRST_OMIKRON + i);
            load.threads.execute(link::receive);
        }
        return load;
    }

    long acknowledged() {
        return acknowledged.sum();
    }

    /**
     * Sends notices from now on until the time is over; does not wait for it.
     *
     * @param perSecond of all links together, or 0 for as many as the windows let through
     */
    void start(Duration time, double perSecond) {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        AtomicLong sent = new AtomicLong();
        LongSupplier schedule =
                perSecond == 0 ? System::nanoTime : () -> start + (long) (sent.getAndIncrement() * 1e9 / perSecond);
        sending = links.stream()
                .map(link -> CompletableFuture.runAsync(() -> send(link, schedule, end), threads))
                .toList();
    }

    private void send(OmikronLoadLink link, LongSupplier schedule, long end) {
        try {
            while (sendNext(link, schedule, end)) {}
            link.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean sendNext(OmikronLoadLink link, LongSupplier schedule, long end) throws IOException {
        link.awaitWindow();
        long due = schedule.getAsLong();
        if (due - end >= 0) {
            link.leaveWindow();
            return false;
        }
        awaitTime(due, link);
        int pair = traffic.pair(number.getAndIncrement());
        pushes.expected(pair, due);
        link.notice(traffic.senderId(pair), traffic.receiverId(pair));
        return true;
    }

    private static void awaitTime(long due, OmikronLoadLink link) throws IOException {
        long wait = due - System.nanoTime();
        if (wait > 0) {
            link.flush();
        }
        while (wait > 0) {
            LockSupport.parkNanos(wait);
            wait = due - System.nanoTime();
        }
    }

    /** Waits until all is sent and acknowledged. */
    void settle() throws IOException {
        sending.forEach(CompletableFuture::join);
        for (OmikronLoadLink link : links) {
            link.settle();
        }
    }

    @Override
    public void close() throws IOException {
        for (OmikronLoadLink link : links) {
            link.close();
        }
        threads.shutdownNow();
    }
}
