package net.tensamin.omega.tauri;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Real NATs: network namespaces, one with the server, one with nftables' masquerade, one with the reference client. The build has one that forgets after 6 s, the profile
 * {@code nat} ({@code omega.nat.timeouts}) some as there are, all at once, with what it costs.
 */
class NatIT {
    private static final List<String> IN_A_NAMESPACE = List.of("unshare", "--map-root-user", "--net", "--mount");
    private static final String WHOLE = System.getProperty("omega.nat.timeouts", "");
    /** Three quarters of a step below 6 s. */
    private static final int SHORT_INTERVAL_MILLIS = 3_900;

    @TempDir
    Path directory;

    @Test
    void aDeviceIsPingedALittleMoreOftenThanItsNatForgets() throws Exception {
        assumeTrue(mayMakeOne(), "skipped: a NAT needs network namespaces, ip(8) and nft(8) (src/test/install)");
        Map<String, Process> hosts = new LinkedHashMap<>();
        if (WHOLE.isEmpty()) {
            hosts.put("6-accept", host("6", "accept", SHORT_INTERVAL_MILLIS, false));
        } else {
            for (String timeout : WHOLE.split(",")) {
                hosts.put(timeout + "-accept", host(timeout, "accept", 15_000, true));
                hosts.put(timeout + "-drop", host(timeout, "drop", 15_000, true));
            }
        }
        try {
            for (Map.Entry<String, Process> each : hosts.entrySet()) {
                assertTrue(each.getValue().waitFor(3, TimeUnit.HOURS), () -> log(each.getKey()));
                assertEquals(0, each.getValue().exitValue(), () -> log(each.getKey()));
                System.out.println(each.getKey() + "\n" + log(each.getKey()));
            }
        } finally {
            hosts.values().forEach(process -> {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            });
        }
    }

    private boolean mayMakeOne() throws IOException, InterruptedException {
        Path trial = Files.createDirectory(directory.resolve("trial"));
        try {
            return inANamespace(trial, List.of("sh", network(), "6", "accept"))
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    private static String network() {
        return Path.of("src/test/resources/nat/network").toAbsolutePath().toString();
    }

    /** The network, and then the server in it. */
    private Process host(String timeout, String policy, int shortestMillis, boolean whole) throws IOException {
        Path own = Files.createDirectory(directory.resolve(timeout + "-" + policy));
        List<String> command = new ArrayList<>(
                List.of("sh", "-ec", "sh " + network() + " " + timeout + " " + policy + "; exec \"$@\"", "host"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.addAll(List.of(NatHost.class.getName(), timeout, Integer.toString(shortestMillis)));
        command.addAll(List.of(cli(), own.toString(), Boolean.toString(whole)));
        return inANamespace(own, command).start();
    }

    private static String cli() {
        return Path.of(System.getProperty("omega.cli")).toAbsolutePath().toString();
    }

    private static ProcessBuilder inANamespace(Path own, List<String> command) {
        return new ProcessBuilder(
                        Stream.concat(IN_A_NAMESPACE.stream(), command.stream()).toList())
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("log").toFile());
    }

    private String log(String name) {
        try {
            return Files.readString(directory.resolve(name).resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
