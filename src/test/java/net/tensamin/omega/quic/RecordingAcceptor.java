package net.tensamin.omega.quic;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers all it is told, and sends every line back. */
final class RecordingAcceptor implements TauriAcceptor {
    final List<TauriChannel> channels = new CopyOnWriteArrayList<>();
    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<TauriStream> tooLong = new CopyOnWriteArrayList<>();
    final List<TauriChannel> closed = new CopyOnWriteArrayList<>();

    @Override
    public Lines accept(TauriChannel channel) {
        channels.add(channel);
        return new Lines() {
            @Override
            public void line(TauriStream stream, byte[] utf8) {
                lines.add(new String(utf8, StandardCharsets.UTF_8));
                stream.send(utf8);
            }

            @Override
            public void lineTooLong(TauriStream stream) {
                tooLong.add(stream);
                channel.close(201, "line too long");
            }

            @Override
            public void closed() {
                closed.add(channel);
            }
        };
    }
}
