import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.ServerTrust;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.client.Platform;
import net.tensamin.omega.cli.client.TauriClient;
import net.tensamin.omega.cli.client.View;
import net.tensamin.omega.cli.https.ClientKey;
import tech.kwik.core.ConnectionTerminatedEvent;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicStream;

/**
 * A Tauri client on Kwik with the reference client, which has all that ../../site/write-a-client.md says: here is what it asks of its
 * surroundings. ../README.md says how to run it.
 *
 * <p>It prints badges and their total. {@code read 7} on its standard input says that the user has read what user 7 wrote.
 */
public final class Client implements Platform, View {
    private static final Duration HANDSHAKE_WITHIN = Duration.ofSeconds(10);

    private final BlockingQueue<Consumer<TauriClient>> happened = new LinkedBlockingQueue<>();
    private final Map<String, String> options;
    private final Path state;
    private SortedMap<Long, Long> shown = new TreeMap<>();
    private Optional<Connection> connection = Optional.empty();
    private Optional<Ending> ending = Optional.empty();

    private Client(Map<String, String> options) {
        this.options = options;
        this.state = Path.of(options.get("state"));
    }

    public static void main(String[] words) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int word = 0; word + 1 < words.length; word += 2) {
            options.put(words[word].substring("--".length()), words[word + 1]);
        }
        new Client(options).run();
        System.exit(0);
    }

    /** One thread tells the client what happened, and when it is time. */
    private void run() throws IOException, InterruptedException {
        Badges kept = kept();
        changed(kept);
        TauriClient client = new TauriClient(
                Long.parseLong(options.get("user")),
                TauriClient.Conduct.STAYS,
                kept,
                new TauriClient.Surroundings(this, this, System::nanoTime, RandomGenerator.getDefault()));
        daemon(this::obey);
        while (ending.isEmpty()) {
            Consumer<TauriClient> next = happened.poll(client.tick() - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                next.accept(client);
            }
        }
        System.out.println("ended: " + ending.get().words());
    }

    private static void daemon(Runnable runnable) {
        Thread thread = new Thread(runnable);
        thread.setDaemon(true);
        thread.start();
    }

    /** Does what standard input says, until it ends. */
    private void obey() {
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
                .lines()
                .filter(line -> line.startsWith("read "))
                .map(line -> Long.parseLong(line.substring("read ".length())))
                .forEach(sender -> happened.add(client -> client.read(sender)));
        happened.add(TauriClient::leave);
    }

    private Badges kept() throws IOException {
        if (!Files.exists(state)) {
            return Badges.NONE;
        }
        try (JsonReader reader = Json.createReader(Files.newBufferedReader(state))) {
            return Badges.of(reader.readObject());
        }
    }

    /** Replaces the file as a whole, synced. */
    @Override
    public Optional<String> save(Badges badges) {
        Path beside = Path.of(state + ".new");
        try {
            Files.writeString(beside, badges.json().toString());
            try (FileChannel written = FileChannel.open(beside, StandardOpenOption.WRITE)) {
                written.force(true);
            }
            Files.move(beside, state, StandardCopyOption.ATOMIC_MOVE);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    @Override
    public void identified() {
        System.out.println("live");
    }

    @Override
    public void away(Ending why, Duration wait) {
        System.out.printf("away %.1f s: %s%n", wait.toMillis() / 1000.0, why.words());
    }

    @Override
    public void changed(Badges badges) {
        SortedMap<Long, Long> now = badges.shown();
        long total = now.values().stream().mapToLong(Long::longValue).sum();
        TreeSet<Long> senders = new TreeSet<>(shown.keySet());
        senders.addAll(now.keySet());
        for (long sender : senders) {
            long amount = now.getOrDefault(sender, 0L);
            if (amount != shown.getOrDefault(sender, 0L)) {
                System.out.println("badge " + sender + " " + amount + " total " + total);
            }
        }
        shown = now;
    }

    @Override
    public void connect(int number) {
        Connection opened = new Connection(number);
        connection = Optional.of(opened);
        daemon(opened);
    }

    @Override
    public void send(int number, JsonObject message) {
        connection.ifPresent(open -> open.send(message));
    }

    @Override
    public void disconnect(int number) {
        connection.ifPresent(Connection::close);
        connection = Optional.empty();
    }

    @Override
    public void end(Ending why) {
        ending = Optional.of(why);
    }

    /** One connection, on a thread of its own that reads. */
    private final class Connection implements Runnable {
        private final CompletableFuture<Ending> ended = new CompletableFuture<>();
        private final int number;
        private volatile QuicClientConnection quic;
        private volatile QuicStream stream;

        Connection(int number) {
            this.number = number;
            ended.thenAccept(how -> happened.add(client -> client.ended(number, how)));
        }

        @Override
        public void run() {
            try {
                quic = quic();
                quic.setConnectionListener(event -> ended.complete(ending(event)));
                quic.connect();
                stream = quic.createStream(true);
                happened.add(client -> client.connected(number));
                new BufferedReader(new InputStreamReader(stream.getInputStream(), StandardCharsets.UTF_8))
                        .lines()
                        .map(Envelope::parse)
                        .forEach(message -> happened.add(client -> client.line(number, message)));
            } catch (IOException | RuntimeException failure) {
                // Kwik says why a little after it fails those that wait.
                ended.completeOnTimeout(Ending.lost(failure.toString()), 1, TimeUnit.SECONDS);
            }
        }

        /** The files are read each time: the certificate may be another one than last time. */
        private QuicClientConnection quic() throws IOException {
            ClientKey device = ClientKey.read(Path.of(options.get("cert")), Path.of(options.get("key")));
            String[] server = options.get("server").split(":");
            return QuicClientConnection.newBuilder()
                    .applicationProtocol("tauri")
                    .host(server[0])
                    .port(Integer.parseInt(server[1]))
                    .connectTimeout(HANDSHAKE_WITHIN)
                    .clientCertificate(device.certificate())
                    .clientCertificateKey(device.key())
                    .customTrustManager(ServerTrust.in(Path.of(options.get("ca")))
                            .forServerNamed(server[0], fault -> ended.complete(Ending.ofServerCertificate(fault)))
                            .orElseThrow())
                    .build();
        }

        void send(JsonObject message) {
            try {
                stream.getOutputStream().write((message + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException failure) {
                ended.completeOnTimeout(Ending.lost(failure.toString()), 1, TimeUnit.SECONDS);
            }
        }

        void close() {
            if (quic != null) {
                quic.close();
            }
        }
    }

    private static Ending ending(ConnectionTerminatedEvent event) {
        if (event.hasApplicationError()) {
            return Ending.ofCloseCode(event.applicationErrorCode(), event.errorDescription());
        }
        return event.hasTransportError()
                ? Ending.ofTransportError(event.transportErrorCode(), event.closedByPeer(), event.errorDescription())
                : Ending.lost(event.closeReason().toString());
    }
}
