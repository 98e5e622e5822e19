package net.tensamin.omega.cli.client;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.tensamin.omega.cli.Envelope;

/** A client with nothing around it: what it has done is written down, time passes when the test says so. */
class ClientFixture implements Platform, View {
    static final long ALICE = 42;
    static final long BOB = 7;
    static final long CAROL = 9;

    /** What the client did, in order: {@code connect 1}, a line it sent, {@code save [7]}, {@code disconnect 1}, {@code end 7}. */
    final List<String> done = new ArrayList<>();

    final List<Duration> waits = new ArrayList<>();
    final List<Long> unread = new ArrayList<>();
    final List<JsonObject> sent = new ArrayList<>();
    Badges saved = Badges.NONE;
    boolean diskFull;
    private final TauriClient client;
    int setBacks;
    /** Of the mailbox. */
    long revision = 10;

    private long nanos = Long.MAX_VALUE - Duration.ofHours(1).toNanos(); // it may overflow (System.nanoTime)
    private int connection;

    ClientFixture(TauriClient.Conduct conduct, Badges known) {
        saved = known;
        client = new TauriClient(
                ALICE, conduct, known, new TauriClient.Surroundings(this, this, () -> nanos, new Random(1)));
    }

    static ClientFixture staying() {
        return new ClientFixture(TauriClient.Conduct.STAYS, Badges.NONE);
    }

    /** One that is identified, and whose first question was answered so. */
    static ClientFixture live(String notifications) {
        ClientFixture fixture = staying();
        fixture.identify();
        fixture.answer("get_notifications", notifications);
        return fixture;
    }

    TauriClient client() {
        return client;
    }

    void connected() {
        client.tick();
        client.connected(connection);
    }

    /** Omega has what it has; a client that stays pings first, and is answered. */
    void identify() {
        connected();
        success();
        sent.stream()
                .filter(message -> message.getString("type").equals("ping"))
                .skip(Math.max(0, sent("ping") - 1))
                .toList()
                .forEach(ping -> answer(ping, "pong", ""));
        client.tick();
    }

    void success() {
        String id = last().getString("id");
        hears("{'type':'success','id':'" + id + "','data':{'revision':" + revision + "}}");
    }

    void hears(String json) {
        client.line(connection, Envelope.parse(json.replace('\'', '"')));
        client.tick();
    }

    /** The mailbox changes, and Omega says so. */
    void push(long sender, long amount) {
        told("push_notification", sender, amount, ++revision);
    }

    void cleared(long sender) {
        told("read_notification", sender, 0, ++revision);
    }

    void told(String type, long sender, long amount, long at) {
        hears("{'type':'" + type + "','data':{'sender_id':'" + sender + "','amount':" + amount + ",'revision':" + at
                + "}}");
    }

    void ping() {
        hears("{'type':'ping','data':{'last_ping':12}}");
    }

    /** Answers the request sent last; what a {@code get_notifications} is told is like {@code 7:3 9:1}, or with revisions {@code 7:3@5}. */
    void answer(String type, String notifications) {
        answer(last(), type, notifications);
    }

    void answer(JsonObject request, String type, String notifications) {
        hears("{'type':'" + type + "','id':'" + request.getString("id") + "'" + data(type, notifications) + "}");
    }

    /** An answer of when the mailbox had that revision. */
    void answerAsOf(long then, JsonObject request, String notifications) {
        long now = revision;
        revision = then;
        answer(request, "get_notifications", notifications);
        revision = now;
    }

    private String data(String type, String notifications) {
        if (!type.equals("get_notifications")) {
            return "";
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : notifications.isEmpty() ? new String[0] : notifications.split(" ")) {
            String[] parts = pair.split("[:@]");
            String changed = parts.length > 2 ? parts[2] : Long.toString(revision);
            pairs.add("{'sender_id':'" + parts[0] + "','amount':" + parts[1] + ",'revision':" + changed + "}");
        }
        return ",'data':{'revision':" + revision + ",'notifications':[" + String.join(",", pairs) + "]}";
    }

    JsonObject last() {
        return sent.get(sent.size() - 1);
    }

    /** How often a message of this type was sent. */
    long sent(String type) {
        return sent.stream()
                .filter(message -> message.getString("type").equals(type))
                .count();
    }

    void ended(Ending ending) {
        client.ended(connection, ending);
    }

    void passes(Duration time) {
        nanos += time.toNanos();
        client.tick();
    }

    long nanos() {
        return nanos;
    }

    int connection() {
        return connection;
    }

    String shown() {
        return text(client.badges());
    }

    /** Such as {@code 7:3 9:1 read 8}. */
    static String text(Badges badges) {
        List<String> words = new ArrayList<>();
        badges.shown().forEach((sender, amount) -> words.add(sender + ":" + amount));
        badges.reads().keySet().forEach(sender -> words.add("read " + sender));
        return String.join(" ", words);
    }

    @Override
    public void connect(int number) {
        connection = number;
        done.add("connect " + number);
    }

    @Override
    public void send(int number, JsonObject message) {
        sent.add(message);
        done.add("send " + message.getString("type"));
    }

    @Override
    public void disconnect(int number) {
        done.add("disconnect " + number);
    }

    @Override
    public Optional<String> save(Badges badges) {
        if (diskFull) {
            return Optional.of("The disk is full.");
        }
        saved = badges;
        done.add("save " + text(badges));
        return Optional.empty();
    }

    @Override
    public void end(Ending ending) {
        done.add("end " + ending.exitCode());
    }

    @Override
    public void identified() {
        done.add("identified");
    }

    @Override
    public void setBack() {
        setBacks++;
    }

    @Override
    public void unread(long sender) {
        unread.add(sender);
    }

    @Override
    public void away(Ending ending, Duration wait) {
        waits.add(wait);
        done.add("away");
    }
}
