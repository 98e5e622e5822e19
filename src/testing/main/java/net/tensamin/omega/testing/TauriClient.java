package net.tensamin.omega.testing;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;

/**
 * A device (SPEC §2), for tests against the server of {@link OmegaDeployment}: lines of JSON over {@link QuicheClient}.
 * Quotes in what it says may be written as {@code '}. It answers pings while it waits for something, unless told not to.
 * Not thread-safe.
 */
public final class TauriClient implements AutoCloseable {
    private final QuicheClient connection;
    private final Talk talk;
    private boolean silent;

    private TauriClient(QuicheClient connection) {
        this.connection = connection;
        this.talk = open();
    }

    /** Connected, with one stream open, and not identified. */
    public static TauriClient connect(TestIdentity device) {
        InetSocketAddress server = new InetSocketAddress("127.0.0.1", OmegaDeployment.quicPort());
        TestAuthority authority = TestAuthority.development(OmegaDeployment.data());
        return connect(server, authority.certificate(), device);
    }

    /** Connected to a server that may be another. */
    public static TauriClient connect(InetSocketAddress server, X509Certificate serverAuthority, TestIdentity device) {
        QuicheClient connection = QuicheClient.connect(server, serverAuthority, device);
        try {
            return new TauriClient(connection);
        } catch (IllegalStateException noStream) {
            connection.close();
            throw noStream;
        }
    }

    /** Identified, and told of nothing pending. */
    public static TauriClient identified(TestIdentity device, long user) {
        return connect(device).identify(user);
    }

    /** Identifies, or closes and fails. */
    public TauriClient identify(long user) {
        boolean identified = false;
        try {
            JsonObject reply = talk.ask(identification(user));
            identified = reply.getString("type").equals("success");
            if (!identified) {
                throw new AssertionError("not identified: " + reply);
            }
            return this;
        } finally {
            if (!identified) {
                close();
            }
        }
    }

    public static String identification(long user) {
        return "{'type':'tauri_identification','data':{'user_id':'" + user + "'}}";
    }

    /** The first stream. */
    public Talk talk() {
        return talk;
    }

    /** Another stream. */
    public Talk open() {
        return new Talk(connection.openStream());
    }

    /** Pings are not answered any more. */
    public void ignorePings() {
        silent = true;
    }

    public QuicheClient.Close awaitClose() {
        return connection.awaitClose(Duration.ofSeconds(20));
    }

    /** Stops all at once and tells the server nothing. */
    public void vanish() {
        connection.vanish();
    }

    public boolean closedByServer() {
        return connection.closedByServer();
    }

    @Override
    public void close() {
        connection.close();
    }

    /** One stream. */
    public final class Talk {
        private final QuicheClient.Stream stream;

        private Talk(QuicheClient.Stream stream) {
            this.stream = stream;
        }

        public void say(String line) {
            stream.send(line.replace('\'', '"'));
        }

        public JsonObject ask(String line) {
            say(line);
            return hear();
        }

        /** The next message that is no ping. */
        public JsonObject hear() {
            JsonObject message = hearAny();
            while (message.getString("type").equals("ping")) {
                if (!silent) {
                    say("{'type':'pong','data':{'last_ping':0}}");
                }
                message = hearAny();
            }
            return message;
        }

        /** The next message, a ping too. */
        public JsonObject hearAny() {
            try (JsonReader reader = Json.createReader(new StringReader(stream.awaitLine()))) {
                return reader.readObject();
            }
        }

        public QuicheClient.Stream stream() {
            return stream;
        }
    }
}
