package net.tensamin.omega.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.json.Json;
import jakarta.json.JsonReader;
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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** Several servers that are one, on one PostgreSQL, each in a process of its own. They share the data directory and its keys. */
public final class OmegaNodes implements AutoCloseable {
    private static final int LOWEST_PORT = 20_000;
    private static final int HIGHEST_PORT = 32_000;
    private static final Random RANDOM = new Random();

    private final EmbeddedPostgres database;
    private final List<Node> nodes = new ArrayList<>();

    private OmegaNodes(EmbeddedPostgres database) {
        this.database = database;
    }

    /** None of them runs yet. */
    public static OmegaNodes of(int count, Map<String, String> config) throws IOException {
        OmegaDeployment.clear();
        OmegaNodes cluster = new OmegaNodes(EmbeddedPostgres.start());
        List<Integer> gridPorts =
                IntStream.range(0, count).mapToObj(i -> freePort()).toList();
        String members = gridPorts.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        for (int gridPort : gridPorts) {
            Map<String, String> all = new HashMap<>(config);
            all.put("omega.db.url", cluster.database.getJdbcUrl("postgres", "postgres"));
            all.put("omega.cluster.enabled", "true");
            all.put("omega.cluster.address", "127.0.0.1");
            all.put("omega.cluster.port", Integer.toString(gridPort));
            all.put("omega.cluster.members", members);
            List<String> grid = List.of("--hzconfigfile", System.getProperty("omega.grid"));
            cluster.nodes.add(new Node(new OmegaProcess.Place(freePort(), freePort(), grid), all));
        }
        return cluster;
    }

    /** Below the ports that systems give to clients. */
    private static int freePort() {
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
        return database.getPostgresDatabase();
    }

    public Node node(int index) {
        return nodes.get(index);
    }

    /** Starts those that do not run, together; but the first alone, as it may have keys to make. */
    public void start() throws IOException {
        nodes.get(0).start();
        try {
            CompletableFuture.allOf(nodes.stream()
                            .map(node -> CompletableFuture.runAsync(() -> startUnchecked(node)))
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
        nodes.forEach(Node::kill);
        database.close();
    }

    /** One server. */
    public static final class Node {
        private final OmegaProcess.Place place;
        private final Map<String, String> config;
        private OmegaProcess process;

        private Node(OmegaProcess.Place place, Map<String, String> config) {
            this.place = place;
            this.config = config;
        }

        /** Returns when it is ready; at once when it runs. */
        public void start() throws IOException {
            if (process == null) {
                process = OmegaProcess.start(place, config);
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

        /** An identified session. */
        public TauriClient device(TestIdentity device, long user) {
            InetSocketAddress quic = new InetSocketAddress("127.0.0.1", place.quicPort());
            TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
            return TauriClient.connect(quic, authority.certificate(), device).identify(user);
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
