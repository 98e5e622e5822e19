package net.tensamin.omega.bench.hold;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import net.tensamin.omega.quic.tls.StockKwik;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.QuicStream;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;

/** The least that holds Tauri sessions and pushes on Kwik as it is, a reader's thread for each. A process of its own. */
final class StockKwikServer implements ApplicationProtocolConnectionFactory {
    /** It has six threads a session; what it does with more is not the question. */
    static final int MOST = 1_000;

    private static final int LINE_LIMIT = 16_384;
    private static final int STREAMS = 4;
    private final Map<Integer, Session> sessions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService readers = Executors.newCachedThreadPool();
    private final Duration heartbeat;

    private StockKwikServer(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /** @param arguments directory of the keys, heartbeat in ms */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        StockKwikServer server = new StockKwikServer(Duration.ofMillis(Long.parseLong(arguments[1])));
        Identities identities = Identities.ofServer(Path.of(arguments[0]));
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setReceiveBufferSize(1 << 20);
        ServerConnector connector = StockKwik.connector(socket, configuration(), identities.keyMaterial());
        connector.registerApplicationProtocol("tauri", server);
        connector.start();
        try (ControlPort control =
                ControlPort.open(client -> server.sessions.get(client).write(TauriText.PUSH))) {
            Child.serve(socket.getLocalPort(), control.port());
        }
        System.exit(0);
    }

    private static ServerConnectionConfig configuration() {
        return ServerConnectionConfig.builder()
                .maxIdleTimeoutInSeconds(60)
                .maxBidirectionalStreamBufferSize(LINE_LIMIT)
                .maxUnidirectionalStreamBufferSize(0)
                .maxConnectionBufferSize(STREAMS * LINE_LIMIT)
                .maxOpenPeerInitiatedBidirectionalStreams(STREAMS)
                .maxOpenPeerInitiatedUnidirectionalStreams(0)
                .retryRequired(false)
                .connectionIdLength(8)
                .build();
    }

    @Override
    public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
        return new ApplicationProtocolConnection() {
            @Override
            public void acceptPeerInitiatedStream(QuicStream stream) {
                readers.execute(new Session(stream));
            }
        };
    }

    @Override
    public int maxConcurrentPeerInitiatedUnidirectionalStreams() {
        return 0;
    }

    @Override
    public int maxConcurrentPeerInitiatedBidirectionalStreams() {
        return STREAMS;
    }

    private final class Session implements Runnable {
        private final BufferedReader in;
        private final OutputStream out;
        private int client = -1;
        private ScheduledFuture<?> pings;

        private Session(QuicStream stream) {
            this.in = new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8));
            this.out = stream.getOutputStream();
        }

        @Override
        public void run() {
            try {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (TauriText.isIdentification(line)) {
                        identified(TauriText.client(line));
                    }
                }
            } catch (IOException closed) {
                // how a stream ends whose connection does
            } finally {
                end();
            }
        }

        private void identified(int number) {
            client = number;
            sessions.put(number, this);
            long millis = heartbeat.toMillis();
            pings = timer.scheduleAtFixedRate(() -> write(TauriText.PING), millis, millis, TimeUnit.MILLISECONDS);
            write(TauriText.SUCCESS);
        }

        private synchronized void write(byte[] line) {
            byte[] ended = new byte[line.length + 1];
            System.arraycopy(line, 0, ended, 0, line.length);
            ended[line.length] = '\n';
            try {
                out.write(ended);
            } catch (IOException e) {
                throw new UncheckedIOException(e); // ends its pings
            }
        }

        private void end() {
            if (pings != null) {
                pings.cancel(false);
                sessions.remove(client, this);
            }
        }
    }
}
