package net.tensamin.omega.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "omega.example, omega.example, 9188, 9189",
        "omega.example:443, omega.example, 443, 444",
        "omega.example:443/9189, omega.example, 443, 9189",
        "omega.example/7000, omega.example, 9188, 7000",
        "[::1]:9200, ::1, 9200, 9201"
    })
    void theQuicPortIsTheNextOneUnlessItIsSaid(String written, String host, int https, int quic) {
        assertEquals(new ServerAddress(host, https, quic), ServerAddress.parse(written));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://omega.example/", "omega:0", "omega:65536", "omega:65535", "omega:x", ":9188", "a b"})
    void whatIsNoAddressIsExplained(String written) {
        Failure failure = assertThrows(Failure.class, () -> ServerAddress.parse(written));
        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertTrue(failure.getMessage().contains("'" + written + "'"), failure::getMessage);
    }

    @Test
    void theServerOfADataDirectoryIsFoundThere() throws Exception {
        assertEquals(new ServerAddress("localhost", 9188, 9189), ServerAddress.in(directory));
        Files.writeString(directory.resolve("server.properties"), "https=9200\nquic=9300\n");
        assertEquals(new ServerAddress("localhost", 9200, 9300), ServerAddress.in(directory));
        Files.writeString(directory.resolve("server.properties"), "https=none\n");
        assertThrows(Failure.class, () -> ServerAddress.in(directory));
    }
}
