package net.tensamin.omega.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Omega this is. */
public final class Version {
    private static final String TEXT = read();

    private Version() {}

    /** Such as {@code 0.1.0}. */
    public static String text() {
        return TEXT;
    }

    /** Omega's and the Java virtual machine's, for the log. */
    static String ofAll() {
        return "Omega " + TEXT + " on Java " + System.getProperty("java.runtime.version") + " ("
                + System.getProperty("java.vendor") + "), " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch");
    }

    private static String read() {
        try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(file);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
