package net.tensamin.omega.bench.hold;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.tensamin.omega.testing.Versions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be told of them without their toolchains. */
class PeersTest {
    private static final Path PEERS = Path.of("src/bench/peers");

    @ParameterizedTest
    @ValueSource(strings = {"quinn/src/main.rs", "quic-go/main.go"})
    void theySayWhatOurOwnServersSay(String source) throws IOException {
        String text = Files.readString(PEERS.resolve(source));

        for (byte[] message : List.of(TauriText.SUCCESS, TauriText.PING, TauriText.PUSH)) {
            assertTrue(text.contains(new String(message, US_ASCII)), () -> new String(message, US_ASCII));
        }
        assertTrue(text.contains(String.format("%,d", Identities.user(0)).replace(',', '_')), "the first user");
    }

    @Test
    void theirVersionsAreLocked() throws IOException {
        Path crates = PEERS.resolve("quinn/Cargo.lock");

        assertTrue(Versions.ofCrate(crates, "quinn").startsWith("0.11."));
        assertTrue(Versions.ofCrate(crates, "rustls").startsWith("0.23."));
        String quicGo = Versions.of(PEERS.resolve("quic-go/go.mod"), "quic-go/quic-go v(\\S+)");
        assertTrue(Files.readString(PEERS.resolve("quic-go/go.sum"))
                .contains("github.com/quic-go/quic-go v" + quicGo + " h1:"));
    }
}
