package net.tensamin.omega.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The completion script in real shells, at a terminal, with the tab key. */
@Timeout(60)
class CompletionTest {
    private static final Map<String, String> SHELLS =
            Map.of("bash", "bash --norc --noprofile -i", "zsh", "zsh --no-rcs -i");

    @TempDir
    private Path home;

    @ParameterizedTest
    @CsvSource({
        "bash, tau~--us~42 --st~f, tauri --user 42 --state f",
        "bash, dev~en~--us~42 --co~c, device enrol --user 42 --code c",
        "bash, omi~--id 1 no~--fr~7 --t~42, omikron --id 1 notify --from 7 --to 42",
        "zsh, tau~--us~42 --st~f, tauri --user 42 --state f",
        "zsh, dev~en~--us~42 --co~c, device enrol --user 42 --code c",
        "zsh, omi~--id 1 no~--fr~7 --t~42, omikron --id 1 notify --from 7 --to 42"
    })
    void tabCompletesCommandsAndOptions(String shell, String typed, String expected) throws Exception {
        for (String program : List.of(shell, "script")) {
            assumeTrue(isInstalled(program), program + " is not installed");
        }
        Path script = Files.writeString(
                home.resolve("completion"), CliRun.of("generate-completion").out());
        Path ran = home.resolve("ran");
        Process terminal = start(SHELLS.get(shell));
        try {
            type(terminal, "omega-cli() { echo \"$*\" > " + ran + "; }\n");
            type(terminal, "source " + script + " && echo ready > " + home.resolve("ready") + "\n");
            awaitFile(home.resolve("ready"));
            type(terminal, "omega-cli " + typed.replace('~', '\t') + "\n");
            awaitFile(ran);
            type(terminal, "exit\n");
            assertEquals(expected, read(ran).strip());
        } finally {
            terminal.destroy();
            terminal.waitFor(10, TimeUnit.SECONDS);
        }
    }

    /** {@code script} gives it a terminal. */
    private Process start(String command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("script", "--quiet", "--command", command, "/dev/null");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("TERM", "dumb");
        return builder.redirectErrorStream(true)
                .redirectOutput(home.resolve("terminal.log").toFile())
                .start();
    }

    private static void type(Process terminal, String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.US_ASCII));
        terminal.getOutputStream().flush();
    }

    private void awaitFile(Path file) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertTrue(
                        Files.exists(file) && Files.size(file) > 0,
                        () -> "the terminal shows " + read(home.resolve("terminal.log"))));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    }
}
