package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.server.QuicSide;
import net.tensamin.omega.quic.streams.Acceptor;
import net.tensamin.omega.quic.streams.Channel;
import net.tensamin.omega.quic.streams.LineStream;

/** Omega's QUIC server with the least above it that holds sessions and pushes. A process of its own. */
final class QuicSideServer implements Acceptor {
    private final Map<Integer, LineStream> streams = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Duration heartbeat;

    private QuicSideServer(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** @param arguments directory of the keys, heartbeat in ms */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        QuicSideServer server = new QuicSideServer(Duration.ofMillis(Long.parseLong(arguments[1])));
        Identities identities = Identities.ofServer(Path.of(arguments[0]));
        try (QuicSide quic = new QuicSide(identities.keyMaterial(), server);
                ControlPort control = ControlPort.open(server::push)) {
            Child.serve(quic.port(), control.port());
        }
        System.exit(0);
    }

    private void push(int client) {
        streams.get(client).send(TauriText.PUSH);
    }

    @Override
    public Lines accept(Channel channel) {
        return new Session();
    }

    private final class Session implements Acceptor.Lines {
        private volatile int client = -1;
        private volatile ScheduledFuture<?> pings;

        @Override
        public void line(LineStream stream, byte[] utf8) {
            String line = new String(utf8, StandardCharsets.UTF_8);
            if (TauriText.isIdentification(line)) {
                identified(stream, TauriText.client(line));
            }
        }

        private void identified(LineStream stream, int number) {
            client = number;
            streams.put(number, stream);
            long millis = heartbeat.toMillis();
            pings = timer.scheduleAtFixedRate(() -> stream.send(TauriText.PING), millis, millis, TimeUnit.MILLISECONDS);
            stream.send(TauriText.SUCCESS);
        }

        @Override
        public void lineTooLong(LineStream stream) {
            throw new IllegalStateException("the load sends no such line");
        }

        @Override
        public void closed() {
            if (pings != null) {
                pings.cancel(false);
                streams.remove(client);
            }
        }
    }
}
