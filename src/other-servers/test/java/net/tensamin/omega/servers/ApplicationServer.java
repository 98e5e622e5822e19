package net.tensamin.omega.servers;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import net.tensamin.omega.testing.OmegaDeployment;

/**
 * A server that is not Payara, as {@code mvn verify -Pother-servers} unpacks it. What a test changes is below a directory of
 * the test's own; the server stays as it was.
 */
enum ApplicationServer {
    WILDFLY("org.wildfly:wildfly-dist", "JAVA_OPTS") {
        @Override
        void install(Path home, Path own, Path war) throws IOException, InterruptedException {
            copy(home.resolve("standalone/configuration"), own.resolve("configuration"));
            Files.createDirectories(own.resolve("deployments"));
            Files.copy(war, own.resolve("deployments/ROOT.war"), REPLACE_EXISTING);
            ProcessBuilder cli = new ProcessBuilder(
                    "sh",
                    home.resolve("bin/jboss-cli.sh").toString(),
                    "--file=" + Path.of("src/other-servers/wildfly/omega.cli").toAbsolutePath());
            cli.environment().put("JAVA_OPTS", "-Djboss.server.base.dir=" + own);
            cli.environment().put("JAVA_HOME", System.getProperty("java.home"));
            cli.redirectErrorStream(true).redirectOutput(own.resolve("cli.log").toFile());
            if (cli.start().waitFor() != 0) {
                throw new IllegalStateException("omega.cli failed: " + Files.readString(own.resolve("cli.log")));
            }
        }

        @Override
        List<String> command(Path home, Path own) {
            return List.of(
                    "sh",
                    home.resolve("bin/standalone.sh").toString(),
                    "-b",
                    "127.0.0.1",
                    "-bmanagement",
                    "127.0.0.1",
                    "-Djboss.management.http.port=" + managementPort(),
                    "-Djboss.server.base.dir=" + own);
        }

        @Override
        Map<String, String> environment(Path own) {
            return Map.of("LAUNCH_JBOSS_IN_BACKGROUND", "true");
        }

        @Override
        URI health() {
            return URI.create("http://127.0.0.1:" + managementPort() + "/health");
        }
    },

    OPEN_LIBERTY("io.openliberty:openliberty-runtime", "JVM_ARGS") {
        private static final Pattern DATABASE = Pattern.compile("WEB-INF/lib/(h2|postgresql)-.*"
                + "|WEB-INF/classes/net/tensamin/omega/(configuration|embedded|outage|store)/.*");

        @Override
        void install(Path home, Path own, Path war) throws IOException {
            Path server = own.resolve("servers/omega");
            Files.createDirectories(server.resolve("apps"));
            Files.copy(Path.of("src/other-servers/liberty/server.xml"), server.resolve("server.xml"), REPLACE_EXISTING);
            Files.copy(war, server.resolve("apps/omega.war"), REPLACE_EXISTING);
            try (ZipInputStream files = new ZipInputStream(Files.newInputStream(war))) {
                for (ZipEntry file = files.getNextEntry(); file != null; file = files.getNextEntry()) {
                    if (!file.isDirectory() && DATABASE.matcher(file.getName()).matches()) {
                        extract(files, server.resolve("database").resolve(file.getName()));
                    }
                }
            }
            Path beans = server.resolve("database/WEB-INF/classes/META-INF/beans.xml");
            Files.createDirectories(beans.getParent());
            Files.copy(Path.of("src/other-servers/liberty/beans.xml"), beans, REPLACE_EXISTING);
        }

        @Override
        List<String> command(Path home, Path own) {
            return List.of("sh", home.resolve("bin/server").toString(), "run", "omega");
        }

        @Override
        Map<String, String> environment(Path own) {
            return Map.of("WLP_USER_DIR", own.toString());
        }

        @Override
        URI health() {
            return OmegaDeployment.https().resolve("health");
        }
    };

    private final String artifact;
    private final String optionsVariable;

    ApplicationServer(String artifact, String optionsVariable) {
        this.artifact = artifact;
        this.optionsVariable = optionsVariable;
    }

    /** Puts our configuration and the WAR where the server finds them. */
    abstract void install(Path home, Path own, Path war) throws IOException, InterruptedException;

    abstract List<String> command(Path home, Path own);

    abstract Map<String, String> environment(Path own);

    abstract URI health();

    /** The environment variable with the options of the Java virtual machine. */
    String optionsVariable() {
        return optionsVariable;
    }

    /** Where the build has unpacked it. */
    Path home() throws IOException {
        return home(artifact);
    }

    /** @param artifact group and name */
    static Path home(String artifact) throws IOException {
        Path unpacked = Path.of(System.getProperty("omega.servers"), artifact.substring(artifact.indexOf(':') + 1));
        try (Stream<Path> roots = Files.list(unpacked)) {
            return roots.filter(Files::isDirectory)
                    .filter(root -> !root.endsWith("META-INF"))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(artifact + " is not in " + unpacked));
        }
    }

    static int managementPort() {
        return Integer.getInteger("omega.management.port");
    }

    private static void extract(InputStream from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to, REPLACE_EXISTING);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()), REPLACE_EXISTING);
            }
        }
    }
}
