package net.tensamin.omega.quic.server;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import net.tensamin.omega.testing.BadNetwork;
import net.tensamin.omega.testing.OwnThread;
import net.tensamin.omega.testing.QuicheClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tech.kwik.agent15.TlsConstants.CipherSuite;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicConstants.TransportErrorCode;
import tech.kwik.core.QuicStream;
import tech.kwik.core.crypto.AeadLimits;
import tech.kwik.core.impl.ForgingClient;

/** Clients and servers that go on with other keys (RFC 9001 §6), after a real handshake. */
@Timeout(300)
class KeyUpdateTest {
    private static final int UPDATES = 6;
    private static final int LINES = 400;
    private static final String LONG = "x".repeat(900);

    private final QuicFixture server = new QuicFixture();

    @AfterEach
    void stop() {
        server.close();
    }

    /** A client with a stream. */
    private static final class Talk implements AutoCloseable {
        private final KwikClient client;
        private final OutputStream out;
        private final BufferedReader in;

        private Talk(KwikClient client) throws IOException {
            this.client = client;
            client.connection.connect();
            QuicStream stream = client.connection.createStream(true);
            out = stream.getOutputStream();
            in = new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
        }

        private void say(String line) {
            try {
                out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void echo(String line) throws IOException {
            say(line);
            assertEquals(line, in.readLine());
        }

        private void updateKeys() {
            await().until(ForgingClient.secrets(client.connection)::initiateKeyUpdate);
        }

        private int generation() {
            return ForgingClient.generation(client.connection);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private Talk talk(CipherSuite suite, InetSocketAddress address) throws IOException {
        return new Talk(KwikClient.with(suite, address, server.clients.device(42)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void clientThatUpdatesItsKeysAgainAndAgainIsStillAnswered(CipherSuite suite) throws IOException {
        try (Talk talk = talk(suite, server.address())) {
            for (int update = 0; update < UPDATES; update++) {
                talk.echo("generation " + update);
                talk.updateKeys();
            }
            talk.echo("the last");
            assertEquals(UPDATES, talk.generation());
            assertEquals(UPDATES, ForgingClient.generation(server.connection()), "the server answers with them");
        }
        await().until(() -> server.acceptor.closed.size() == 1);
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void updatesCrossWithDataInFlightBothWays(CipherSuite suite) throws IOException {
        try (Talk talk = talk(suite, server.address())) {
            crossing(talk);
            assertTrue(talk.generation() >= UPDATES);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void updatesCrossWithPacketsThatOvertakeThem(CipherSuite suite) throws IOException {
        try (BadNetwork network = new BadNetwork(server.address(), 7);
                Talk talk = talk(suite, network.address())) {
            network.faults(new BadNetwork.Faults(2, 5, 0, 20));
            crossing(talk);
            assertTrue(talk.generation() >= UPDATES && network.harmed() > 0);
        }
    }

    /** Lines go to the server and come back, all the time, while the client updates its keys. */
    private static void crossing(Talk talk) throws IOException {
        talk.echo("first");
        CompletableFuture<Void> writer = OwnThread.run(() -> {
            for (int line = 0; line < LINES; line++) {
                talk.say(line + LONG);
            }
        });
        for (int line = 0; line < LINES; line++) {
            assertEquals(line + LONG, talk.in.readLine());
            if (line % (LINES / UPDATES / 2) == 0) {
                ForgingClient.secrets(talk.client.connection).initiateKeyUpdate();
            }
        }
        writer.join();
        while (talk.generation() < UPDATES) {
            talk.echo("something to acknowledge, which the next update waits for");
            talk.updateKeys();
        }
        talk.echo("the last");
    }

    /** As current Go and Rust clients do; an update waits for three PTO after the last, so a fast machine says more lines (§6.5). */
    @Test
    void clientThatUpdatesItsKeysEachHundredPacketsIsAnsweredTwoThousandTimes() throws IOException {
        try (Talk talk = talk(CipherSuite.TLS_AES_128_GCM_SHA256, server.address())) {
            long never = Long.MAX_VALUE;
            ForgingClient.secrets(talk.client.connection).setAeadLimits(new AeadLimits(100, never, never));
            for (int line = 0; line < 2_000 || talk.generation() < 10; line++) {
                talk.echo("line " + line);
            }
            assertTrue(ForgingClient.generation(server.connection()) >= 10);
        }
        await().until(() -> server.count("omega_quic_key_updates_total") >= 10);
    }

    /** What a device missed is sent in one go, and it updates its keys while it reads. */
    @ParameterizedTest
    @EnumSource(names = {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"})
    void updateDuringCatchUpLosesNothing(CipherSuite suite) throws IOException {
        try (Talk talk = talk(suite, server.address())) {
            talk.echo("here I am");
            var stream = server.acceptor.streams.get(0);
            CompletableFuture<Void> catchUp = OwnThread.run(() -> {
                for (int line = 0; line < LINES; line++) {
                    byte[] missed = ("missed " + line + LONG).getBytes(StandardCharsets.UTF_8);
                    await().pollDelay(Duration.ZERO).until(() -> stream.offer(missed));
                }
            });
            for (int line = 0; line < LINES; line++) {
                if (line == LINES / 3) {
                    talk.updateKeys();
                }
                assertEquals("missed " + line + LONG, talk.in.readLine());
            }
            catchUp.join();
            assertEquals(1, ForgingClient.generation(server.connection()));
        }
    }

    /** RFC 9001 §6.6, with limits that are soon reached; quiche has nothing of ours. */
    @Test
    void serverUpdatesItsKeysBeforeTheyAreWornOut() {
        try (QuicheClient client = server.connect(server.clients.device(42))) {
            QuicheClient.Stream stream = client.openStream();
            stream.send("first");
            assertEquals("first", stream.awaitLine());
            QuicConnection connection = server.connection();
            ForgingClient.secrets(connection).setAeadLimits(new AeadLimits(20, 100_000, 0));
            for (int line = 0; ForgingClient.generation(connection) < UPDATES; line++) {
                stream.send("line " + line);
                assertEquals("line " + line, stream.awaitLine());
            }
        }
    }

    @Test
    void keysThatCannotBeUpdatedInTimeEndTheConnection() throws IOException {
        try (Talk talk = talk(CipherSuite.TLS_AES_256_GCM_SHA384, server.address())) {
            talk.echo("first");
            int never = Integer.MAX_VALUE;
            ForgingClient.secrets(server.connection()).setAeadLimits(new AeadLimits(50, 50, never));
            ForgingClient.secrets(talk.client.connection).setAeadLimits(new AeadLimits(never, never, never));
            CompletableFuture<Void> endless = OwnThread.run(() -> sayUntilTheEnd(talk));
            assertEquals(TransportErrorCode.AEAD_LIMIT_REACHED.value, talk.client.awaitError());
            endless.join();
        }
    }

    private static void sayUntilTheEnd(Talk talk) {
        try {
            while (true) {
                talk.say(LONG);
            }
        } catch (UncheckedIOException ended) {
            assertTrue(ended.getMessage().contains("onnection")
                    || ended.getMessage().contains("tream"));
        }
    }

    @Test
    void tooManyPacketsThatDoNotOpenEndTheConnection() throws IOException {
        try (BadNetwork network = new BadNetwork(server.address(), 7);
                Talk talk = talk(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, network.address())) {
            talk.echo("first");
            ForgingClient.secrets(server.connection()).setAeadLimits(new AeadLimits(1000, 1000, 3));
            network.faults(new BadNetwork.Faults(0, 0, 100, 0));
            CompletableFuture<Void> endless = OwnThread.run(() -> sayUntilTheEnd(talk));
            await().until(() -> server.acceptor.closed.size() == 1);
            network.faults(BadNetwork.NONE);
            assertEquals(TransportErrorCode.AEAD_LIMIT_REACHED.value, talk.client.awaitError());
            endless.join();
        }
    }
}
