package net.tensamin.omega.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.testing.SitePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The systemd unit, what its installer lays out, and the compose file, as far as that shows without running them. */
class WaysToRunTest {
    private static final Path UNIT = Path.of("src/systemd/omega.service");

    @TempDir
    Path directory;

    @Test
    void theUnitDoesNotRepeatWhatDoesNotMendItself() throws IOException {
        List<String> lines = Files.readAllLines(UNIT);
        for (String line : List.of(
                "RestartPreventExitStatus=78",
                "SuccessExitStatus=143",
                "Restart=on-failure",
                "User=omega",
                "StateDirectory=omega",
                "ProtectSystem=strict",
                "NoNewPrivileges=yes",
                "CapabilityBoundingSet=")) {
            assertTrue(lines.contains(line), line);
        }
    }

    /** One that ran out of memory has ended. */
    @Test
    void containersAreStartedAgain() throws IOException {
        assertTrue(Files.readString(Path.of("src/compose/compose.yaml")).contains("\n    restart: on-failure\n"));
        assertTrue(Files.readString(Path.of("src/kubernetes/omega.yaml")).contains("\n      restartPolicy: Always\n"));
    }

    @Test
    void systemdFindsNothingWrongWithTheUnit() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "skipped: there is no systemd-analyze");
        String unit = Files.readString(UNIT).replace("ExecStart=/opt/omega/omega", "ExecStart=/bin/true");
        Path copy =
                Files.writeString(directory.resolve("omega.service"), unit.replaceAll("(User|Group)=omega", "$1=root"));
        String said = outputOf(Map.of(), "systemd-analyze", "verify", "--man=no", copy.toString());
        assertTrue(said.lines().noneMatch(line -> line.contains("omega.service:")), said);
    }

    @Test
    void theInstallerLaysOutWhatTheScriptReads() throws IOException, InterruptedException {
        Path unpacked = Files.createDirectories(directory.resolve("unpacked"));
        for (String from : List.of("src/main/payara", "src/systemd", ".")) {
            try (Stream<Path> files = Files.list(Path.of(from))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, unpacked.resolve(file.getFileName()));
                }
            }
        }
        for (String built : List.of("omega.war", "omega-cli.jar", "payara-micro.jar")) {
            Files.writeString(unpacked.resolve(built), built);
        }
        Path root = directory.resolve("root");
        assertEquals(
                "",
                outputOf(
                        Map.of("DESTDIR", root.toString()),
                        "sh",
                        unpacked.resolve("install.sh").toString()));
        assertTrue(Files.isExecutable(root.resolve("opt/omega/omega")));
        assertTrue(Files.exists(root.resolve("etc/systemd/system/omega.service")));
        String script = Files.readString(root.resolve("opt/omega/omega"));
        try (Stream<Path> files = Files.list(root.resolve("opt/omega"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                assertTrue(
                        List.of("omega", "aot-cache.sh", "omega-cli.jar", "hazelcast.xml", "logging-json.properties")
                                        .contains(name)
                                || script.contains(name),
                        name);
            }
        }
        assertEquals(
                "rw-r-----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("etc/omega/omega.env"))));
    }

    @Test
    void everyVariableOfTheComposeFileIsAKey() throws IOException {
        Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(Path.of("src/compose/compose.yaml")));
        Map<?, ?> omega = (Map<?, ?>) ((Map<?, ?>) compose.get("services")).get("omega");
        assertEquals(Boolean.TRUE, omega.get("read_only"));
        String page = new SitePage("configuration.md").text();
        TreeSet<String> keys = page.lines()
                .filter(line -> line.startsWith("| `omega."))
                .map(line -> line.split("`")[1].replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        ((Map<?, ?>) omega.get("environment"))
                .keySet()
                .forEach(name -> assertTrue(keys.contains(name), name::toString));
    }

    private static String outputOf(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return output;
    }
}
