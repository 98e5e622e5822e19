package net.tensamin.omega.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Properties;

/**
 * What a node of the version before says to others, of each subject that has content: while servers are upgraded one after the
 * other, nodes of both versions are one. Recorded with the classes of commit e9c2c5f.
 */
public final class OldMessages {
    private static final String FILE = "/upgrade/messages.properties";

    private OldMessages() {}

    /** @param name of a subject, or {@code PACKET} for all of them in one */
    public static byte[] of(String name) throws IOException {
        Properties messages = new Properties();
        try (InputStream file = OldMessages.class.getResourceAsStream(FILE)) {
            messages.load(file);
        }
        return HexFormat.of().parseHex(messages.getProperty(name));
    }
}
