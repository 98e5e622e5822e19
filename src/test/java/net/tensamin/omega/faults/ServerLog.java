package net.tensamin.omega.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.testing.OmegaProcess;

/** What all servers of a run have logged. */
final class ServerLog {
    private ServerLog() {}

    static long lines() throws IOException {
        try (Stream<String> lines = Files.lines(OmegaProcess.log())) {
            return lines.count();
        }
    }

    /** All after so many lines. */
    static List<String> since(long lines) throws IOException {
        try (Stream<String> all = Files.lines(OmegaProcess.log())) {
            return all.skip(lines).toList();
        }
    }
}
