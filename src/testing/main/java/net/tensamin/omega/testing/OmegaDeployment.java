package net.tensamin.omega.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/**
 * The WAR as it ships, on a server that starts with an empty data directory; and where that server is. Use it from a
 * {@code @Deployment(testable = false)} method, once a test class: each costs a server start.
 */
public final class OmegaDeployment {
    private OmegaDeployment() {}

    /** @param config keys of MicroProfile Config that differ from their defaults in this test */
    public static WebArchive war(Map<String, String> config) {
        clear();
        String properties = config.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining("\n"));
        return ShrinkWrap.create(ZipImporter.class, "omega.war")
                .importFrom(new File(System.getProperty("omega.war")))
                .as(WebArchive.class)
                .addAsResource(new StringAsset(properties), "META-INF/microprofile-config.properties");
    }

    /** Empties the server's data directory; no server may be running. */
    public static void clear() {
        clear(data());
    }

    /** The server's data directory, with {@code pki} and {@code demo} in it. */
    public static Path data() {
        return Path.of(System.getProperty("omega.data"));
    }

    /** Such as {@code https://localhost:41234/}. */
    public static URI https() {
        return URI.create("https://localhost:" + System.getProperty("omega.https.port") + "/");
    }

    /** The UDP port of the QUIC listener on 127.0.0.1. */
    public static int quicPort() {
        return Integer.getInteger("omega.quic.port");
    }

    /** Deletes this directory, if it is there. */
    public static void clear(Path directory) {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
