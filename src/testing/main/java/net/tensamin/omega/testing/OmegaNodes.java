package net.tensamin.omega.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Several servers that are one, on one PostgreSQL, each in a process of its own. They share the data directory and its keys. */
public final class OmegaNodes implements AutoCloseable {
    private static final int FIRST_ADDRESS = 2;
    private static final int LOWEST_PORT = 20_000;
    private static final Duration REFUSAL = Duration.ofMillis(500);
    private static final int HIGHEST_PORT = 32_000;
    private static final Random RANDOM = new Random();

    private final DataSource database;
    private final Closeable server;
    private final List<Node> nodes = new ArrayList<>();

    private OmegaNodes(DataSource database, Closeable server) {
        this.database = database;
        this.server = server;
    }

    /** None of them runs yet. */
    public static OmegaNodes of(int count, Map<String, String> config) throws IOException {
        OmegaDeployment.clear();
        EmbeddedPostgres server = EmbeddedPostgres.start();
        OmegaNodes cluster = new OmegaNodes(server.getPostgresDatabase(), server);
        Map<String, String> all = new HashMap<>(config);
        all.put("omega.db.url", server.getJdbcUrl("postgres", "postgres"));
        for (int i = 0; i < count; i++) {
            cluster.add(i, all);
        }
        cluster.meet();
        return cluster;
    }

    /**
     * On a database that is there, to which each node may have a way of its own. None of them runs yet.
     *
     * @param configs of each node, with where its database is
     */
    public static OmegaNodes on(DataSource database, List<Map<String, String>> configs) throws IOException {
        OmegaDeployment.clear();
        OmegaNodes cluster = new OmegaNodes(database, () -> {});
        for (int i = 0; i < configs.size(); i++) {
            cluster.add(i, configs.get(i));
        }
        cluster.meet();
        return cluster;
    }

    private void meet() {
        String members = nodes.stream().map(Node::grid).collect(Collectors.joining(","));
        nodes.forEach(node -> node.config.put("omega.cluster.members", members));
    }

    /** The others reach its grid through a proxy, which knows them by the addresses they have each to itself. */
    private void add(int index, Map<String, String> config) throws IOException {
        InetAddress address = InetAddress.getByName("127.0.0." + (FIRST_ADDRESS + index));
        int gridPort = freePort();
        GridProxy proxy = new GridProxy(address, gridPort);
        Map<String, String> all = new HashMap<>(config);
        all.put("omega.cluster.enabled", "true");
        all.put("omega.cluster.secret", "known to the nodes of this test alone");
        all.put("omega.cluster.address", "127.0.0.1");
        all.put("omega.cluster.port", Integer.toString(gridPort));
        all.put("hazelcast.local.localAddress", address.getHostAddress());
        all.put("hazelcast.local.publicAddress", proxy.address());
        List<String> grid = List.of("--hzconfigfile", System.getProperty("omega.grid"));
        nodes.add(new Node(new OmegaProcess.Place(freePort(), freePort(), grid), all, address, proxy));
    }

    /** How a network fails. */
    public enum Loss {
        /** Connections end, as when the others' machines refuse them. */
        REFUSED,
        /** Nothing comes any more, and nobody is told. */
        SILENCE
    }

    /** From now on the grid of this node does not reach those of the others, nor they it. */
    public void cutOff(Node alone, Loss loss) {
        for (Node node : nodes) {
            node.proxy.allow(other -> other.equals(alone.address) == node.equals(alone));
        }
        if (loss == Loss.REFUSED) {
            nodes.forEach(node -> node.proxy.cut());
        }
    }

    public void heal() {
        nodes.forEach(node -> node.proxy.allow(any -> true));
    }

    /** Below the ports that systems give to clients. */
    public static int freePort() {
        for (int tries = 0; tries < 1_000; tries++) {
            int port = LOWEST_PORT + RANDOM.nextInt(HIGHEST_PORT - LOWEST_PORT);
            try (ServerSocket tcp = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress())) {
                if (tcp.isBound() && udp.isBound()) {
                    return port;
                }
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port");
    }

    public DataSource database() {
        return database;
    }

    public Node node(int index) {
        return nodes.get(index);
    }

    /** Starts those that do not run, together; but the first alone, as it may have keys to make. */
    public void start() throws IOException {
        nodes.get(0).start();
        try {
            CompletableFuture.allOf(nodes.stream()
                            .map(node -> OwnThread.run(() -> startUnchecked(node)))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }

    private static void startUnchecked(Node node) {
        try {
            node.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes) {
            node.kill();
            node.proxy.close();
        }
        server.close();
    }

    /** One server. */
    public static final class Node {
        private final OmegaProcess.Place place;
        private final Map<String, String> config;
        private final InetAddress address;
        private final GridProxy proxy;
        private volatile OmegaProcess process;

        private Node(OmegaProcess.Place place, Map<String, String> config, InetAddress address, GridProxy proxy) {
            this.place = place;
            this.config = config;
            this.address = address;
            this.proxy = proxy;
        }

        private String grid() {
            return proxy.address();
        }

        /** Whether it lets clients in. */
        public boolean isReady() {
            OmegaProcess running = process;
            return running != null && running.readiness() == 200;
        }

        /** Returns when it is ready; at once when it runs. */
        public void start() throws IOException {
            start(Release.current());
        }

        /** A server of that version; at once when one runs. */
        public void start(Release release) throws IOException {
            if (process == null) {
                process = OmegaProcess.start(release, place, config);
            }
        }

        public OmegaProcess process() {
            return process;
        }

        public void kill() {
            if (process != null) {
                process.kill();
                process = null;
            }
        }

        /** Awaits the end of one that was asked to. */
        public void awaitEnd(Duration patience) {
            process.awaitEnd(patience);
            process = null;
        }

        public URI https() {
            return place.https();
        }

        /** An identified link. */
        public OmikronClient omikron(long id) throws GeneralSecurityException, IOException, InterruptedException {
            return OmikronClient.identified(place.https(), id);
        }

        /** An identified session, of the user of an identity. */
        public TauriClient device(TestIdentity device, long user) {
            InetSocketAddress quic = new InetSocketAddress("127.0.0.1", place.quicPort());
            TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
            return TauriClient.connect(quic, authority.certificate(), device).identify(user);
        }

        /** The alert by which it refuses a device, which comes after the client's handshake; empty when it lets it in. */
        public Optional<Integer> alert(TestIdentity device) {
            InetSocketAddress quic = new InetSocketAddress("127.0.0.1", place.quicPort());
            TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
            try (QuicheClient client = QuicheClient.connect(quic, authority.certificate(), device)) {
                return client.awaitClose(REFUSAL).alert();
            } catch (AssertionError letIn) {
                return Optional.empty();
            }
        }

        /** What the profile shows. */
        public String onlineStatus(long user) {
            try (JsonReader profile = Json.createReader(new StringReader(get("api/get/user/" + user)))) {
                return profile.readObject().getString("online_status");
            }
        }

        private String get(String path) {
            try {
                HttpClient client =
                        HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
                HttpRequest request =
                        HttpRequest.newBuilder(place.https().resolve(path)).build();
                return client.send(request, BodyHandlers.ofString()).body();
            } catch (IOException | GeneralSecurityException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
