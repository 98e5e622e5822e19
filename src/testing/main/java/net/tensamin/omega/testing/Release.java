package net.tensamin.omega.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A built Omega: its WAR and what a server is started with beside it. The server itself and Java are the same for all. */
public record Release(Path war, Path domain, Path logging, Path afterDeploy) {
    private static final Path BEFORE = Path.of("target/before");

    /** Of this build. */
    static Release current() {
        return new Release(file("omega.war"), file("omega.domain"), file("omega.logging"), file("omega.afterDeploy"));
    }

    /** The version before, which {@code src/test/before} builds. */
    public static Release before() {
        Path payara = BEFORE.resolve("src/main/payara");
        return new Release(
                BEFORE.resolve("target/omega.war"),
                BEFORE.resolve("domain.xml"),
                payara.resolve("logging.properties"),
                payara.resolve("after-deploy.txt"));
    }

    public boolean exists() {
        return Files.exists(war);
    }

    List<String> options() {
        return List.of(
                "--domainconfig",
                domain.toString(),
                "--logproperties",
                logging.toString(),
                "--postdeploycommandfile",
                afterDeploy.toString(),
                "--deploy",
                war.toAbsolutePath().toString());
    }

    private static Path file(String property) {
        return Path.of(System.getProperty(property));
    }
}
