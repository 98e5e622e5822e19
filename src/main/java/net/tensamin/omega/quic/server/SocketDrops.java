package net.tensamin.omega.quic.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What Linux dropped of a UDP port because its buffer was full (proc(5), {@code /proc/net/udp}); NaN on other systems. */
final class SocketDrops {
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL_ADDRESS = 1;

    private SocketDrops() {}

    static double of(int port) {
        if (!Files.isReadable(TABLES.get(0))) {
            return Double.NaN;
        }
        return TABLES.stream()
                .filter(Files::isReadable)
                .mapToLong(table -> of(port, table))
                .sum();
    }

    private static long of(int port, Path table) {
        try (Stream<String> lines = Files.lines(table)) {
            return of(port, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
