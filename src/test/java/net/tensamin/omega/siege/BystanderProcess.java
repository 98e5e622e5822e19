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
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/**
 * The process of the {@linkplain Bystander bystanders}: one that shared its locks with attackers, who leave the processors to others, would be kept waiting
 * by them and not by the server. Prints how long things took, in nanoseconds; ends with what has harmed one of them.
 */
final class BystanderProcess {
    static final String UP = "up";
    static final String PUSH = "push ";
    static final String PROBE = "probe ";

    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final Duration BETWEEN_NOTICES = Duration.ofMillis(50);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);

    private final TauriClient device;
    private final OmikronClient link;

    private BystanderProcess(TauriClient device, OmikronClient link) {
        this.device = device;
        this.link = link;
    }

    public static void main(String[] arguments) throws Exception {
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        TauriClient device = await("a device on a server that has just started")
                .atMost(Bystander.SERVED.multipliedBy(2))
                .ignoreExceptions()
                .until(() -> TauriClient.identified(phone, ALICE), Objects::nonNull);
        BystanderProcess bystanders = new BystanderProcess(device, OmikronClient.identified());
        say(UP);
        try {
            CompletableFuture.anyOf(OwnThread.run(bystanders::talk), OwnThread.run(bystanders::probe))
                    .join();
        } catch (CompletionException harm) {
            say(harm.getCause().toString());
            System.exit(1);
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        if (System.out.checkError()) { // nobody listens any more
            System.exit(1);
        }
    }

    private void talk() {
        while (true) {
            long before = System.nanoTime();
            notice();
            while (!awaitMessage().getString("type").equals("push_notification")) {}
            say(PUSH + (System.nanoTime() - before));
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
        String line = device.talk().stream().awaitLine(Bystander.SERVED);
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            JsonObject message = reader.readObject();
            if (message.getString("type").equals("ping")) {
                device.talk().say("{'type':'pong','data':{'last_ping':0}}");
            }
            return message;
        }
    }

    private void probe() {
        for (int i = 0; ; i++) {
            long before = System.nanoTime();
            get(i % 2 == 0 ? "health/ready" : "metrics");
            say(PROBE + (System.nanoTime() - before));
            LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
        }
    }

    private static void get(String path) {
        try {
            HttpClient client =
                    HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
            HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve(path))
                    .timeout(Bystander.SERVED)
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
}
