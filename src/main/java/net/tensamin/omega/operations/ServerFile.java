package net.tensamin.omega.operations;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Says in the data directory where this server listens, so that who operates it here need not ({@code omega-cli}). */
record ServerFile(Path directory) {
    private static final Logger LOG = System.getLogger(ServerFile.class.getName());
    private static final String NAME = "server.properties";

    /** Whole or not at all. A server without it is none the worse. */
    void write(int https, int quic) {
        try {
            Path written = Files.createTempFile(directory, NAME, ".new");
            Files.writeString(written, "https=" + https + "\nquic=" + quic + "\n");
            Files.move(
                    written,
                    directory.resolve(NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} does not say where this server listens: {1}", directory, e.toString());
        }
    }
}
