package net.tensamin.omega.siege;

import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/**
 * Those that an attack must not harm: a device, the Omikron that sends it notices, and somebody who asks for health and metrics. They go on from
 * one attack to the next; the first that is lost or not served within {@link #SERVED} ends them all.
 */
final class Bystander implements AutoCloseable {
    /** Within which anybody has to be served, whatever goes on. */
    static final Duration SERVED = Duration.ofSeconds(30);

    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final Duration BETWEEN_NOTICES = Duration.ofMillis(50);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);

    private final TauriClient device;
    private final OmikronClient link;
    private final Times pushes = new Times();
    private final Times probes = new Times();
    private final CompletableFuture<Void> talking;
    private final CompletableFuture<Void> probing;
    private volatile boolean over;

    private Bystander(TauriClient device, OmikronClient link) {
        this.device = device;
        this.link = link;
        talking = OwnThread.run(this::talk);
        probing = OwnThread.run(this::probe);
    }

    static Bystander begin() throws Exception {
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        TauriClient device = await("a device on a server that has just started")
                .atMost(SERVED.multipliedBy(2))
                .ignoreExceptions()
                .until(() -> TauriClient.identified(phone, ALICE), Objects::nonNull);
        return new Bystander(device, OmikronClient.identified());
    }

    /** How long things took since {@link #forget}. */
    static final class Times {
        private final List<Long> nanos = new ArrayList<>();

        private synchronized void add(long took) {
            nanos.add(took);
        }

        private synchronized void clear() {
            nanos.clear();
        }

        synchronized int count() {
            return nanos.size();
        }

        /** Zero for none. */
        synchronized long millis(double quantile) {
            List<Long> sorted = nanos.stream().sorted().toList();
            int index = (int) Math.ceil(quantile * sorted.size()) - 1;
            return sorted.isEmpty() ? 0 : TimeUnit.NANOSECONDS.toMillis(sorted.get(Math.max(0, index)));
        }
    }

    /** From a notice to its push, its acknowledgement between. */
    Times pushes() {
        return pushes;
    }

    /** Of health and metrics, each time on a new connection. */
    Times probes() {
        return probes;
    }

    void forget() {
        pushes.clear();
        probes.clear();
    }

    /** What has ended one of them; empty while all go on. */
    Optional<Throwable> harm() {
        return failure(talking).or(() -> failure(probing));
    }

    private static Optional<Throwable> failure(CompletableFuture<Void> work) {
        return work.isCompletedExceptionally()
                ? Optional.of(work.handle((done, failure) -> failure).join())
                : Optional.empty();
    }

    private void talk() {
        while (!over) {
            long before = System.nanoTime();
            notice();
            while (!awaitMessage().getString("type").equals("push_notification")) {}
            pushes.add(System.nanoTime() - before);
            LockSupport.parkNanos(BETWEEN_NOTICES.toNanos());
        }
    }

    private void notice() {
        try {
            link.notice(BOB, ALICE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonObject awaitMessage() {
        String line = device.talk().stream().awaitLine(SERVED);
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            JsonObject message = reader.readObject();
            if (message.getString("type").equals("ping")) {
                device.talk().say("{'type':'pong','data':{'last_ping':0}}");
            }
            return message;
        }
    }

    private void probe() {
        for (int i = 0; !over; i++) {
            long before = System.nanoTime();
            get(i % 2 == 0 ? "health/ready" : "metrics");
            probes.add(System.nanoTime() - before);
            LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
        }
    }

    private static void get(String path) {
        try {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
            HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve(path))
                    .timeout(SERVED)
                    .build();
            int status = client.send(request, BodyHandlers.discarding()).statusCode();
            if (status != 200) {
                throw new AssertionError(path + " answered " + status);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (Exception e) {
            throw new AssertionError(path + " did not answer", e);
        }
    }

    @Override
    public void close() {
        over = true;
        device.close();
        link.cut();
    }
}
