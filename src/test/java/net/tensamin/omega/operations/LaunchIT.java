package net.tensamin.omega.operations;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmikronClient;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.TauriClient;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.awaitility.core.ConditionFactory;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Devices that knock from the first millisecond of a start that is held up. */
@ArquillianTest
@Timeout(300)
class LaunchIT {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final int DEVICES = 10;
    private static final Duration START = Duration.ofMinutes(4);
    private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(5);
    private static List<CompletableFuture<TauriClient>> knocking = List.of();

    @Deployment(testable = false)
    static WebArchive omega() {
        WebArchive war = OmegaDeployment.war(Map.of()).addClass(SlowStart.class);
        knocking = IntStream.range(0, DEVICES)
                .mapToObj(device -> OwnThread.supply(LaunchIT::knock))
                .toList();
        return war;
    }

    /** Returns when it was told {@code success}; there is an authority once the server has made one. */
    private static TauriClient knock() {
        TestAuthority authority =
                knocking().until(() -> TestAuthority.development(OmegaDeployment.data()), Objects::nonNull);
        TestIdentity device = authority.device(ALICE);
        return knocking().until(() -> TauriClient.identified(device, ALICE), client -> !client.closedByServer());
    }

    private static ConditionFactory knocking() {
        return await().atMost(START)
                .pollInterval(BETWEEN_KNOCKS)
                .ignoreExceptionsMatching(RuntimeException.class::isInstance);
    }

    @Test
    void everyDeviceGetsPushes() throws Exception {
        List<TauriClient> devices =
                knocking.stream().map(CompletableFuture::join).toList();
        try (OmikronClient omikron = OmikronClient.identified()) {
            omikron.notice(BOB, ALICE);
            for (TauriClient device : devices) {
                assertEquals("push_notification", device.talk().hear().getString("type"));
            }
        } finally {
            devices.forEach(TauriClient::close);
        }
    }
}
