package net.tensamin.omega.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The WAR on a Jakarta EE server without MicroProfile, GlassFish: it does not run, and says why. */
@Timeout(600)
class NoMicroProfileSmoke {
    private static final String DOMAIN = "omega";
    private static final String WORDS = "Omega cannot run on this server, which has no MicroProfile Config";

    @Test
    void theLogSaysWhatIsMissing() throws Exception {
        Path own = ServerProcess.directory("glassfish");
        makeDomain(own);
        Files.copy(
                Path.of(System.getProperty("omega.war")),
                own.resolve(DOMAIN).resolve("autodeploy").resolve("omega.war"));
        try (ServerProcess server = ServerProcess.start(
                asadmin("start-domain", "--verbose", "--domaindir", own.toString(), DOMAIN), Map.of(), own)) {
            server.await(() -> assertTrue(server.log().contains("Autodeploy failed")));
            assertTrue(server.log().contains(WORDS), "see the log in " + own);
        }
    }

    /** Its ports follow a base. */
    private static void makeDomain(Path own) throws Exception {
        Process making = new ProcessBuilder(asadmin(
                        "create-domain",
                        "--nopassword=true",
                        "--portbase",
                        Integer.toString(ApplicationServer.managementPort()),
                        "--domaindir",
                        own.toString(),
                        DOMAIN))
                .redirectErrorStream(true)
                .redirectOutput(own.resolve("create-domain.log").toFile())
                .start();
        assertTrue(making.waitFor(2, TimeUnit.MINUTES));
        assertEquals(0, making.exitValue(), Files.readString(own.resolve("create-domain.log")));
        Files.createDirectories(own.resolve(DOMAIN).resolve("autodeploy"));
    }

    private static List<String> asadmin(String... words) throws Exception {
        Path cli = ApplicationServer.home("org.glassfish.main.distributions:glassfish")
                .resolve("glassfish/lib/client/appserver-cli.jar");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(Stream.of(java, "-jar", cli.toString()), Stream.of(words))
                .toList();
    }
}
