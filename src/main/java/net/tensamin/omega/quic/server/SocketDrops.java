package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What Linux dropped of a UDP port because its buffer was full (proc(5), {@code /proc/net/udp}); NaN on other systems, and
 * while the table cannot be read, as when no file can be opened.
 */
final class SocketDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL_ADDRESS = 1;

    private SocketDrops() {}

    static double of(int port) {
        return of(port, TABLES);
    }

    /** Part of a sum would look like a counter that began again. */
    static double of(int port, List<Path> tables) {
        if (!Files.isReadable(tables.get(0))) {
            return Double.NaN;
        }
        try {
            long sum = 0;
            for (Path table : tables) {
                sum += Files.isReadable(table) ? of(port, table) : 0;
            }
            return sum;
        } catch (IOException | UncheckedIOException e) {
            return Double.NaN;
        }
    }

    private static long of(int port, Path table) throws IOException {
        try (Stream<String> lines = Files.lines(table)) {
            return of(port, lines);
        }
    }

    /** @param lines a heading, then a socket each */
    static long of(int port, Stream<String> lines) {
        String local = String.format(":%04X", port);
        return lines.skip(1)
                .map(line -> line.trim().split("\\s+"))
                .filter(columns -> columns[LOCAL_ADDRESS].endsWith(local))
                .mapToLong(columns -> Long.parseLong(columns[columns.length - 1]))
                .sum();
    }
}
