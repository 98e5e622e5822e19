package net.tensamin.omega.quic.server;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.LineStream;

/** Remembers all it is told, and sends every line back. */
final class RecordingAcceptor implements Acceptor {
    final List<Channel> channels = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<LineStream> streams = new CopyOnWriteArrayList<>();
    final List<LineStream> tooLong = new CopyOnWriteArrayList<>();
    final List<LineStream> writable = new CopyOnWriteArrayList<>();
    final List<LineStream> stopped = new CopyOnWriteArrayList<>();
    final List<Long> sent = new CopyOnWriteArrayList<>();
    final List<Channel> closed = new CopyOnWriteArrayList<>();

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
        stopped.clear();
        sent.clear();
        closed.clear();
    }

    @Override
    public Lines accept(Channel channel) {
        if (failingOnAccept) {
            throw new AssertionError("told to fail");
        }
        channels.add(channel);
        return new Lines() {
            @Override
            public void line(LineStream stream, byte[] utf8) {
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
            public void lineTooLong(LineStream stream) {
                tooLong.add(stream);
                channel.close(201, "line too long");
            }

            @Override
            public void writable(LineStream stream) {
                writable.add(stream);
            }

            @Override
            public void stopped(LineStream stream) {
                stopped.add(stream);
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
