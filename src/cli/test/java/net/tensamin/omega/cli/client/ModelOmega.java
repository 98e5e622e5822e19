package net.tensamin.omega.cli.client;

import jakarta.json.JsonObject;
import java.util.ArrayDeque;
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
    private boolean connected;
    private boolean identified;

    private record Pair(long amount, long revision) {}

    private record Change(long sender, boolean pending, long revision) {}

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
            live.add(new Change(sender, amount > 0, revision));
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
                        pair.getKey(),
                        pair.getValue().amount() > 0,
                        pair.getValue().revision()))
                .forEach(live::add);
    }

    /** Thirty days later: pairs of which everything was read are forgotten, those of unread messages are not. */
    void forget() {
        pairs.values().removeIf(pair -> pair.amount() == 0);
    }

    /** A crash of the server: what was proven last was not written yet. */
    void forgetProofs() {
        cursor = random.nextLong(cursor + 1);
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
            pings.add(written);
            toClient.add("{\"type\":\"ping\",\"data\":{\"last_ping\":1}}");
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
            case "ping" -> reply("pong", id, "");
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

    private void identify(String id) {
        identified = true;
        written = cursor;
        toClient.add("{\"type\":\"success\",\"id\":\"" + id + "\"}");
        catchUp(cursor);
    }

    private void reply(String type, String id, String data) {
        replies.add("{\"type\":\"" + type + "\",\"id\":\"" + id + "\"" + data + "}");
    }

    private String notifications() {
        StringBuilder all = new StringBuilder();
        amounts().forEach((sender, amount) -> all.append(all.isEmpty() ? "" : ",")
                .append("{\"sender_id\":\"" + sender + "\",\"amount\":" + amount + "}"));
        return ",\"data\":{\"notifications\":[" + all + "]}";
    }

    /** Writes one line: the next live message or the next reply. */
    void write() {
        boolean reply = live.isEmpty() || (!replies.isEmpty() && random.nextBoolean());
        if (reply && !replies.isEmpty()) {
            toClient.add(replies.remove());
        } else if (!live.isEmpty()) {
            Change change = live.remove();
            written = Math.max(written, change.revision());
            String type = change.pending() ? "push_notification" : "read_notification";
            toClient.add("{\"type\":\"" + type + "\",\"data\":{\"sender_id\":\"" + change.sender() + "\"}}");
        }
    }

    /** The next line that arrives at the client, or null. */
    String arrives() {
        return toClient.poll();
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
