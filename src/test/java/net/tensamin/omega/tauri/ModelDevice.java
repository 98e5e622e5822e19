package net.tensamin.omega.tauri;

import static java.nio.charset.StandardCharsets.UTF_8;
import static net.tensamin.omega.tauri.SessionFixture.IDENTIFY_ALICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.quic.streams.LineStream;

/** A device as SPEC describes it: what it reads is what it shows. It never sees an older state of a badge after a newer one. */
final class ModelDevice {
    private static final Pattern BADGE = Pattern.compile(
            "\\{\"type\":\"(push|read)_notification\",\"data\":\\{\"sender_id\":\"(\\d+)\",\"amount\":(\\d+),\"revision\":(\\d+)}}");
    private final ModelServer server;
    private final X509Certificate certificate;
    private final Map<UserId, Long> badges = new HashMap<>();
    private final Map<UserId, Long> known = new HashMap<>();
    private Connection connection;
    private Connection lost;
    private boolean well;

    ModelDevice(ModelServer server, X509Certificate certificate) {
        this.server = server;
        this.certificate = certificate;
        server.add(this);
    }

    DeviceId id() {
        return DeviceId.of(certificate);
    }

    Map<UserId, Long> badges() {
        return badges;
    }

    TauriSession.State state() {
        return connection.session.state();
    }

    void step(Random random) {
        switch (random.nextInt(12)) {
            case 0 -> {
                if (connection == null || random.nextInt(4) == 0) {
                    identify();
                }
            }
            case 1 -> {
                if (random.nextInt(4) == 0) {
                    part(random.nextBoolean());
                }
            }
            case 2 -> {
                if (connection != null && random.nextInt(3) == 0) {
                    connection.changeStream();
                }
            }
            case 3, 4 -> pong(connection, random.nextInt(5) == 0);
            case 5 -> pong(lost, false);
            case 6 -> askForProof();
            default -> read(random.nextInt(6));
        }
    }

    /** On a new connection; the server may not know that the last one is gone. */
    void identify() {
        leave();
        connection = new Connection(well ? Integer.MAX_VALUE : 1 + (int) (server.revision() % 7));
        connection.identify();
    }

    /** Its network is gone, and with it what was under way to it. The server still has what it answered. */
    void leave() {
        if (connection != null) {
            lost = connection;
            connection = null;
        }
    }

    /** @param known whether the server knows at once */
    private void part(boolean known) {
        if (connection != null && known) {
            connection.session.lines().closed();
        }
        leave();
    }

    /** From now on it reads all and answers all. */
    void recover() {
        well = true;
        identify();
    }

    void readAll() {
        read(Integer.MAX_VALUE);
        while (connection.openPings > 0) {
            pong(connection, false);
        }
    }

    List<String> unreadBadges() {
        return connection.stream.unread.stream()
                .map(Line::text)
                .filter(line -> line.contains("sender_id"))
                .toList();
    }

    private void read(int lines) {
        for (int left = lines; left > 0 && connection != null && !connection.stream.unread.isEmpty(); left--) {
            connection.take(connection.stream.unread.remove());
        }
    }

    private void askForProof() {
        if (connection != null) {
            connection.says("{'type':'ping','data':{'last_ping':0}}");
        }
    }

    private void pong(Connection on, boolean missed) {
        if (on != null && on.openPings > 0) {
            on.openPings--;
            if (!missed) {
                on.says("{'type':'pong','data':{'last_ping':0}}");
            }
        }
    }

    /** @param storeRevision of the mailbox when the line was written */
    private record Line(String text, long storeRevision) {}

    private final class Connection extends TestChannel {
        private long heard;
        private final int capacity;
        private final TauriSession session;
        private Downstream stream = new Downstream();
        private int openPings;

        Connection(int capacity) {
            super(certificate);
            this.capacity = capacity;
            this.session = server.session(this);
        }

        void identify() {
            says(IDENTIFY_ALICE);
        }

        void says(String line) {
            session.lines().line(stream, line.replace('\'', '"').getBytes(UTF_8));
        }

        /** Stops the stream, with all that is on its way there, and goes on on another. Old pings may be answered yet. */
        void changeStream() {
            Downstream stopped = stream;
            stopped.ended = true;
            stopped.unread.clear();
            session.lines().stopped(stopped);
            heard = 0;
            stream = new Downstream();
            identify();
        }

        void take(Line line) {
            if (line.text().contains("sender_id")) {
                show(line);
            } else if (line.text().contains("\"ping\"")) {
                openPings++;
            }
            stream.tell();
        }

        /**
         * The line tells of a state that the pair had by then, of none older than what was known before, and of none that this connection
         * told already.
         */
        private void show(Line line) {
            Matcher parts = BADGE.matcher(line.text());
            assertTrue(parts.matches(), line.text());
            UserId sender = UserId.parse(parts.group(2));
            long amount = Long.parseLong(parts.group(3));
            long revision = Long.parseLong(parts.group(4));
            assertEquals(amount > 0 ? "push" : "read", parts.group(1));
            assertEquals(amount, server.history(sender).get(revision), () -> "no state of the pair: " + line);
            assertTrue(revision > heard && revision >= known.getOrDefault(sender, 0L), () -> "stale " + line);
            assertTrue(revision <= line.storeRevision(), line.text());
            heard = revision;
            known.put(sender, revision);
            if (amount > 0) {
                badges.put(sender, amount);
            } else {
                badges.remove(sender);
            }
        }

        /** What was written before the close may still be read. */
        @Override
        public void close(long applicationError, String reason) {
            session.lines().closed();
        }

        /** What the server sends on one stream. */
        private final class Downstream implements LineStream {
            private final Deque<Line> unread = new ArrayDeque<>();
            private boolean refused;
            private boolean ended;

            private void tell() {
                if (refused && unread.size() <= capacity / 2) {
                    refused = false;
                    session.lines().writable(this);
                }
            }

            @Override
            public boolean hasEnded() {
                return ended;
            }

            @Override
            public void pause() {}

            @Override
            public void resume() {}

            @Override
            public void send(byte[] utf8) {
                if (!ended) {
                    unread.add(new Line(new String(utf8, UTF_8), server.revision()));
                }
            }

            @Override
            public boolean offer(byte[] utf8, long sinceNanos) {
                boolean room = ended || unread.size() < capacity;
                refused |= !room;
                if (room) {
                    send(utf8);
                }
                return room;
            }
        }
    }
}
