package net.tensamin.omega.quic;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers all it is told, and sends every line back. */
final class RecordingAcceptor implements TauriAcceptor {
    final List<TauriChannel> channels = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<TauriStream> streams = new CopyOnWriteArrayList<>();
    final List<TauriStream> tooLong = new CopyOnWriteArrayList<>();
    final List<TauriStream> writable = new CopyOnWriteArrayList<>();
    final List<Long> sent = new CopyOnWriteArrayList<>();
    final List<TauriChannel> closed = new CopyOnWriteArrayList<>();

    private volatile String failing;
    private volatile boolean failingOnAccept;

    /** Throws when this line comes. */
    void failOn(String line) {
        failing = line;
    }

    /** Throws an error when a connection comes. */
    void failOnAccept(boolean on) {
        failingOnAccept = on;
    }

    void forget() {
        channels.clear();
        lines.clear();
        streams.clear();
        tooLong.clear();
        writable.clear();
        sent.clear();
        closed.clear();
    }

    @Override
    public Lines accept(TauriChannel channel) {
        if (failingOnAccept) {
            throw new AssertionError("told to fail");
        }
        channels.add(channel);
        return new Lines() {
            @Override
            public void line(TauriStream stream, byte[] utf8) {
                String line = new String(utf8, StandardCharsets.UTF_8);
                if (line.equals(failing)) {
                    throw new IllegalStateException("told to fail");
                }
                if (!streams.contains(stream)) {
                    streams.add(stream);
                }
                lines.add(line);
                stream.send(utf8);
            }

            @Override
            public void lineTooLong(TauriStream stream) {
                tooLong.add(stream);
                channel.close(201, "line too long");
            }

            @Override
            public void writable(TauriStream stream) {
                writable.add(stream);
            }

            @Override
            public void sent(long nanos) {
                sent.add(nanos);
            }

            @Override
            public void closed() {
                closed.add(channel);
            }
        };
    }
}
