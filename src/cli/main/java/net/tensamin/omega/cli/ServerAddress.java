package net.tensamin.omega.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an Omega listens.
 *
 * @param https TCP port of HTTPS and WSS
 * @param quic UDP port
 */
public record ServerAddress(String host, int https, int quic) {
    private static final ServerAddress DEFAULT = new ServerAddress("localhost", 9188, 9189);
    private static final Pattern WRITTEN =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:/\\s]+)(?::([0-9]{1,5}))?(?:/([0-9]{1,5}))?");

    /** What a server leaves in its data directory, which says where it listens on this machine. */
    private static final String FILE = "server.properties";

    /**
     * @param text {@code HOST}, {@code HOST:HTTPS} or {@code HOST:HTTPS/QUIC}; without the last, QUIC's port is the next one
     * @throws Failure if it is none of these
     */
    static ServerAddress parse(String text) {
        Matcher written = WRITTEN.matcher(text);
        if (!written.matches()) {
            throw wrong(text);
        }
        int https = port(written.group(2), DEFAULT.https(), text);
        return new ServerAddress(
                written.group(1).replaceAll("[\\[\\]]", ""), https, port(written.group(3), https + 1, text));
    }

    /** The server whose data directory this is; where there is none, one that listens where servers do by default. */
    static ServerAddress in(Path dataDirectory) {
        Path file = dataDirectory.resolve(FILE);
        if (!Files.isReadable(file)) {
            return DEFAULT;
        }
        Properties ports = new Properties();
        try (InputStream content = Files.newInputStream(file)) {
            ports.load(content);
        } catch (IOException | IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage(), e);
        }
        return new ServerAddress(
                DEFAULT.host(),
                port(ports.getProperty("https"), DEFAULT.https(), file.toString()),
                port(ports.getProperty("quic"), DEFAULT.quic(), file.toString()));
    }

    private static int port(String digits, int otherwise, String where) {
        try {
            int port = digits == null ? otherwise : Integer.parseInt(digits);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw wrong(where);
        }
        throw wrong(where);
    }

    private static Failure wrong(String where) {
        return new Failure(
                ExitCode.USAGE,
                "'" + where
                        + "' does not say where Omega listens, such as omega.example:9188, or :9188/9189 with the QUIC"
                        + " port too");
    }

    /** As in a URL. */
    public String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + https;
    }
}
