package net.tensamin.omega.cli.client;

import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Omega as one device sees it (SPEC §2 to §4): pairs with revisions, a cursor that pongs move, live messages and replies that
 * go out in whatever order to each other, and a way in both directions on which all is lost with the connection.
 */
final class ModelOmega {
    private static final int FAULTY = 20;

    private final Map<Long, Pair> pairs = new TreeMap<>();
    private final Deque<Change> live = new ArrayDeque<>();
    private final Deque<String> replies = new ArrayDeque<>();
    private final Deque<String> toClient = new ArrayDeque<>();
    private final Deque<JsonObject> toOmega = new ArrayDeque<>();
    private final Deque<Long> pings = new ArrayDeque<>();
    private final Random random;
    private long revision;
    private long written;
    private long cursor;
    private Backup backup = new Backup(Map.of(), 0, 0);
    private boolean connected;
    private boolean identified;

    private record Pair(long amount, long revision) {}

    private record Change(long sender, long amount, long revision) {}

    /** A backup of the database. */
    private record Backup(Map<Long, Pair> pairs, long revision, long cursor) {}

    ModelOmega(Random random) {
        this.random = random;
    }

    /** A message notice for the user. */
    void notice(long sender) {
        Pair pair = pairs.getOrDefault(sender, new Pair(0, 0));
        change(sender, pair.amount() + 1);
    }

    void read(long sender) {
        if (pairs.getOrDefault(sender, new Pair(0, 0)).amount() > 0) {
            change(sender, 0);
        }
    }

    private void change(long sender, long amount) {
        pairs.put(sender, new Pair(amount, ++revision));
        if (identified) {
            live.add(new Change(sender, amount, revision));
        }
    }

    /** A session that fell behind goes back to the store: one message a pair instead of all. */
    void spill() {
        if (identified) {
            catchUp(written);
        }
    }

    private void catchUp(long past) {
        live.clear();
        pairs.entrySet().stream()
                .filter(pair -> pair.getValue().revision() > past)
                .sorted(Comparator.comparingLong(pair -> pair.getValue().revision()))
                .map(pair -> new Change(
                        pair.getKey(), pair.getValue().amount(), pair.getValue().revision()))
                .forEach(live::add);
    }

    /**
     * Thirty days later: pairs of which everything was read are forgotten, those of unread messages are not. No session is behind for
     * so long.
     */
    void forget() {
        if (!identified) {
            pairs.values().removeIf(pair -> pair.amount() == 0);
        }
    }

    /** A crash of the server: what was proven last was not written yet. */
    void forgetProofs() {
        cursor = random.nextLong(cursor + 1);
    }

    void backUp() {
        backup = new Backup(new TreeMap<>(pairs), revision, cursor);
    }

    /** The database is that of the last backup; a session that goes on is told all that it has (SPEC §4). */
    void restore() {
        pairs.clear();
        pairs.putAll(backup.pairs());
        revision = backup.revision();
        cursor = backup.cursor();
        if (identified) {
            cursor = 0;
            written = 0;
            int open = pings.size();
            pings.clear();
            pings.addAll(Collections.nCopies(open, 0L));
            catchUp(0);
        }
    }

    void connected() {
        connected = true;
    }

    void disconnected() {
        connected = false;
        identified = false;
        live.clear();
        replies.clear();
        toClient.clear();
        toOmega.clear();
        pings.clear();
    }

    void sent(JsonObject message) {
        if (connected) {
            toOmega.add(message);
        }
    }

    void ping() {
        if (identified) {
            written = live.isEmpty() ? revision : written; // also what has no pair any more
            pings.add(written);
            toClient.add("{\"type\":\"ping\",\"data\":{\"last_ping\":1,\"revision\":" + written + "}}");
        }
    }

    /** Takes one line of the client. */
    void take(boolean faulty) {
        JsonObject message = toOmega.poll();
        if (message == null) {
            return;
        }
        String id = message.getString("id", "");
        switch (message.getString("type")) {
            case "tauri_identification" -> identify(id);
            case "pong" -> cursor = Math.max(cursor, pings.remove());
            case "ping" -> proveFor(id);
            case "read_notification" -> {
                if (faulty && random.nextInt(FAULTY) == 0) {
                    reply("error_internal", id, "");
                } else {
                    read(Long.parseLong(message.getJsonObject("data").getString("sender_id")));
                    reply("success", id, "");
                }
            }
            case "get_notifications" -> {
                if (faulty && random.nextInt(FAULTY) == 0) {
                    reply("error_internal", id, "");
                } else {
                    reply("get_notifications", id, notifications());
                }
            }
            default -> throw new AssertionError("unexpected: " + message);
        }
    }

    private void proveFor(String id) {
        toClient.add("{\"type\":\"pong\",\"id\":\"" + id + "\",\"data\":{\"last_ping\":1}}");
        if (written > cursor) {
            ping();
        }
    }

    private void identify(String id) {
        identified = true;
        written = cursor;
        toClient.add("{\"type\":\"success\",\"id\":\"" + id + "\",\"data\":{\"revision\":" + revision + "}}");
        catchUp(cursor);
    }

    private void reply(String type, String id, String data) {
        replies.add("{\"type\":\"" + type + "\",\"id\":\"" + id + "\"" + data + "}");
    }

    private String notifications() {
        StringBuilder all = new StringBuilder();
        pairs.forEach((sender, pair) -> {
            if (pair.amount() > 0) {
                all.append(all.isEmpty() ? "" : ",").append(state(sender, pair.amount(), pair.revision()));
            }
        });
        return ",\"data\":{\"revision\":" + revision + ",\"notifications\":[" + all + "]}";
    }

    private static String state(long sender, long amount, long revision) {
        return "{\"sender_id\":\"" + sender + "\",\"amount\":" + amount + ",\"revision\":" + revision + "}";
    }

    /** Writes one line: the next live message or the next reply. */
    void write() {
        boolean reply = live.isEmpty() || (!replies.isEmpty() && random.nextBoolean());
        if (reply && !replies.isEmpty()) {
            toClient.add(replies.remove());
        } else if (!live.isEmpty()) {
            Change change = live.remove();
            written = Math.max(written, change.revision());
            String type = change.amount() > 0 ? "push_notification" : "read_notification";
            String state = state(change.sender(), change.amount(), change.revision());
            toClient.add("{\"type\":\"" + type + "\",\"data\":" + state + "}");
        }
    }

    /** The next line that arrives at the client, or null. */
    String arrives() {
        return toClient.poll();
    }

    /** Whether the device has proven that it has everything. */
    boolean proven() {
        return identified && cursor == revision && quiet();
    }

    boolean quiet() {
        return live.isEmpty() && replies.isEmpty() && toClient.isEmpty() && toOmega.isEmpty();
    }

    /** What is pending. */
    Map<Long, Long> amounts() {
        Map<Long, Long> amounts = new TreeMap<>();
        pairs.forEach((sender, pair) -> {
            if (pair.amount() > 0) {
                amounts.put(sender, pair.amount());
            }
        });
        return amounts;
    }
}
