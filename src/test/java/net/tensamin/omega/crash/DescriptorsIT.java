package net.tensamin.omega.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaProcess;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;

/** A server whose file descriptors are used up serves again once there are some; whatever it needs for the first time meanwhile. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
class DescriptorsIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final int SOME = 4_096;
    private static final String FOR_GOOD = "NoClassDefFoundError";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private OmegaProcess omega;

    @BeforeEach
    void start() throws Exception {
        OmegaDeployment.clear();
        omega = OmegaProcess.start(Map.of());
    }

    @AfterEach
    void stop() {
        omega.close();
    }

    /** Nobody has connected yet: all that serves clients is needed for the first time. */
    @Test
    void aFreshServerServesAgain() throws Exception {
        long before = logged(FOR_GOOD);
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        omega.limitDescriptors(omega.descriptors());
        for (int i = 0; i < 3; i++) {
            tryAll(phone);
        }
        omega.limitDescriptors(SOME);
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> profileStatus() == 200);
        try (TauriClient client = TauriClient.identified(phone, ALICE);
                OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            assertEquals("push_notification", client.talk().hear().getString("type"));
        }
        assertEquals(before, logged(FOR_GOOD));
    }

    @Test
    void aDrainNeedsNone() throws Exception {
        TestIdentity phone = TestAuthority.development(OmegaDeployment.data()).device(ALICE);
        try (TauriClient client = TauriClient.identified(phone, ALICE)) {
            omega.limitDescriptors(omega.descriptors());
            omega.terminate();
            assertEquals(100, client.awaitClose().error());
        }
        omega.awaitEnd(PATIENCE);
    }

    /** Nothing of it need work now. */
    private static void tryAll(TestIdentity phone) {
        attempt(() -> {
            try (TauriClient client = TauriClient.identified(phone, ALICE)) {
                client.talk().ask("{'type':'get_notifications','id':'1'}");
            }
        });
        attempt(DescriptorsIT::profileStatus);
    }

    private static void attempt(Executable work) {
        try {
            work.execute();
        } catch (Throwable refused) {
            System.out.println("while there are no descriptors: " + refused);
        }
    }

    private static int profileStatus() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("api/get/user/" + ALICE))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HttpClient.newBuilder()
                .sslContext(OmegaTls.anonymous())
                .connectTimeout(Duration.ofSeconds(5))
                .build()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static long logged(String words) throws IOException {
        try (Stream<String> lines = Files.lines(OmegaProcess.log())) {
            return lines.filter(line -> line.contains(words)).count();
        }
    }
}
