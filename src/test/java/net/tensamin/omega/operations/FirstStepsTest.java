package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstStepsTest {
    @TempDir
    Path directory;

    @Test
    void whatTheReadmeSaysWhereEverythingIsAsItSays() {
        FirstSteps steps =
                steps("0.0.0.0", 9188, 9189, directory.resolve("data"), Path.of("elsewhere/payara-micro.jar"));
        assertEquals(
                List.of(
                        "Now try:  java -jar target/omega-cli.jar listen --user 42",
                        "and then: java -jar target/omega-cli.jar omikron --id 1 notify --from 7 --to 42",
                        "and look: https://localhost:9188/?demo=5e"),
                steps.lines("5e"));
    }

    @Test
    void otherPortsAndFoldersAreInTheCommands() throws IOException {
        Path server = directory.resolve("opt/payara-micro.jar");
        Files.createDirectories(server.getParent());
        Path client = Files.createFile(server.resolveSibling("omega-cli.jar"));
        FirstSteps steps = steps("127.0.0.1", 9288, 9289, Path.of("/srv/omega"), server);
        assertEquals(
                List.of(
                        "Now try:  java -jar " + client + " listen --user 42 --port 9289 --data-dir /srv/omega",
                        "and then: java -jar " + client + " omikron --id 1 --url wss://localhost:9288/ws/omikron"
                                + " --data-dir /srv/omega notify --from 7 --to 42",
                        "and look: https://localhost:9288/?demo=5e"),
                steps.lines("5e"));
    }

    @Test
    void theClientIsFoundAboveAnUnpackedServer() throws IOException {
        Path client = Files.createFile(directory.resolve("omega-cli.jar"));
        FirstSteps steps =
                steps("0.0.0.0", 9188, 9189, directory.resolve("data"), directory.resolve("server/launch-micro.jar"));
        assertEquals("java -jar " + client + " listen --user 42", steps.listen());
    }

    private FirstSteps steps(String address, int https, int quic, Path data, Path server) {
        return new FirstSteps(new HttpsSettings(address, https), quic, data, directory, server);
    }
}
