package net.tensamin.omega.cli.tauri;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.PlayedOmega;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.client.Fallback;
import net.tensamin.omega.cli.client.TauriClient;
import net.tensamin.omega.cli.client.View;
import net.tensamin.omega.cli.https.ClientKey;
import net.tensamin.omega.cli.https.OmegaHttps;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The client that stays, where nothing answers on the port of QUIC. */
@Timeout(60)
class BlockedUdpTest {
    private static final long ALICE = 42;
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final Duration PAST_THE_FIRST_LOOK = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    private final PlayedMailbox mailbox = new PlayedMailbox();
    private final AtomicReference<Badges> saved = new AtomicReference<>(Badges.NONE);
    private final AtomicReference<Badges> shown = new AtomicReference<>(Badges.NONE);
    private final List<Ending> endings = new CopyOnWriteArrayList<>();
    private PlayedOmega https;
    private DatagramSocket silent;
    private Dialer dialer;
    private ClientLoop loop;
    private CompletableFuture<Ending> end;

    @BeforeEach
    void begin() throws Exception {
        https = PlayedOmega.start(data, mailbox);
        silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServerTrust trust = ServerTrust.in(data.resolve("pki/ca.pem"));
        ClientKey device = ClientKey.read(data.resolve("pki/operator.pem"), data.resolve("pki/operator.key"));
        TauriServer server = TauriServer.at("127.0.0.1", silent.getLocalPort(), null);
        Supplier<Connection> polling = () -> new PollingConnection(new Mailbox(
                new OmegaHttps(java.net.URI.create(https.url()), trust.sslContext(device.managers()), device.chain()),
                ALICE));
        dialer = new Dialer(() -> new TauriConnection(server, device, trust, PATIENCE), polling, new Fallback());
        loop = new ClientLoop(dialer, saved::set);
        TauriClient client = new TauriClient(
                ALICE,
                TauriClient.Conduct.STAYS,
                Badges.NONE,
                new TauriClient.Surroundings(loop, new Shown(), System::nanoTime, new Random(1)));
        end = OwnThread.supply(() -> loop.run(client));
    }

    @AfterEach
    void leave() {
        loop.leave();
        end.join();
        silent.close();
        https.close();
    }

    private final class Shown implements View {
        @Override
        public void changed(Badges badges) {
            shown.set(badges);
        }

        @Override
        public void away(Ending ending, Duration wait) {
            endings.add(ending);
        }
    }

    @Test
    void badgesComeOverHttpsAndWhatIsOnDiskIsProven() {
        mailbox.notice(7);
        awaitShown(Map.of(7L, 1L));

        mailbox.notice(9);
        awaitShown(Map.of(7L, 1L, 9L, 1L));
        await().until(() -> mailbox.proven().contains(2L));
        assertEquals(2, saved.get().revision());
        assertTrue(dialer.fallback().isBlocked());
    }

    @Test
    void aReadIsToldOverHttps() {
        mailbox.notice(7);
        awaitShown(Map.of(7L, 1L));

        loop.post(client -> client.read(7));

        awaitShown(Map.of());
        await().until(() -> !mailbox.isPending(7));
        await().until(() -> saved.get().reads().isEmpty());
    }

    @Test
    void itComesBackToQuicWhenThatAnswers() {
        mailbox.notice(7);
        awaitShown(Map.of(7L, 1L));
        CompletableFuture<String> identified = new CompletableFuture<>();
        ScriptedTauriServer.Script script = stage -> {
            identified.complete(
                    stage.answer("success", ",\"data\":{\"revision\":1}").type());
            stage.read();
        };
        UdpWatch watch = new UdpWatch(
                dialer,
                () -> loop.post(TauriClient::quicIsOpen),
                () -> System.nanoTime() + PAST_THE_FIRST_LOOK.toNanos());

        watch.look();
        assertTrue(dialer.fallback().isBlocked(), "nothing answers yet");

        int port = silent.getLocalPort();
        silent.close();
        try (ScriptedTauriServer quic =
                new ScriptedTauriServer(port, PlayedOmega.AUTHORITY.server(), "tauri", script)) {
            new UdpWatch(
                            dialer,
                            () -> loop.post(TauriClient::quicIsOpen),
                            () -> System.nanoTime()
                                    + PAST_THE_FIRST_LOOK.multipliedBy(3).toNanos())
                    .look();
            assertEquals("tauri_identification", identified.join());
            assertEquals(port, quic.port());
        }
    }

    @Test
    void aServerThatGoesSendsItAwayForAsLongAsItSays() {
        mailbox.notice(7);
        awaitShown(Map.of(7L, 1L));

        mailbox.sendAway(503);

        await().until(() -> !endings.isEmpty());
        assertEquals(Duration.ofSeconds(1), endings.get(0).retryAfter());
        assertEquals(Ending.Comeback.SOON, endings.get(0).comeback());
    }

    @Test
    void whoIsNotLetInAnyMoreEnds() {
        mailbox.notice(7);
        awaitShown(Map.of(7L, 1L));

        mailbox.sendAway(401);

        assertEquals(ExitCode.REFUSED, end.join().exitCode());
    }

    private void awaitShown(Map<Long, Long> badges) {
        await().until(() -> shown.get().shown().equals(badges));
    }
}
