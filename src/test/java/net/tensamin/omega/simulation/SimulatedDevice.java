package net.tensamin.omega.simulation;

import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.cli.client.Ending;
import net.tensamin.omega.cli.client.Platform;
import net.tensamin.omega.cli.client.TauriClient;
import net.tensamin.omega.cli.client.View;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.RevocationsUnknownException;
import net.tensamin.omega.quic.streams.CloseCode;

/** A device with the reference client on it, whose network comes and goes, and which may lose what it has in memory or on its disk. */
final class SimulatedDevice {
    private static final long REVOKED = 0x100 + 44; // RFC 9000 §20.1, certificate_revoked
    private static final long EXPIRED = 0x100 + 45; // certificate_expired
    private static final Duration RENEWED_FOR = Duration.ofHours(3);
    private static final int DEVICES_WHOSE_CERTIFICATES_END = 3;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final World world;
    private final Fleet fleet;
    private final Truth truth;
    private final long seed;
    private final UserId user;
    private final DeviceId id;
    private final String name;
    private final DeviceCertificate certificate;
    private final World.Actor owner;
    private final Dice ends;
    private Instant until;
    private boolean renews;
    private Badges disk = Badges.NONE;
    private boolean diskFull;
    private boolean offline;
    private boolean enduring = true;
    private Optional<Life> life = Optional.empty();
    private int lives;

    SimulatedDevice(World world, Fleet fleet, Truth truth, long seed, UserId user, String id) {
        this.world = world;
        this.fleet = fleet;
        this.truth = truth;
        this.seed = seed;
        this.user = user;
        this.id = new DeviceId(id);
        this.name = "device " + id.substring(0, 4) + " of " + user;
        this.certificate = new DeviceCertificate(user.value(), id);
        this.owner = new World.Actor("owner of " + this);
        this.ends = Dice.of(seed, owner.toString());
        this.until = SimulatedNode.BEGINNING.plus(
                ends.oneIn(DEVICES_WHOSE_CERTIFICATES_END) ? Duration.ofSeconds(ends.between(5, 60)) : RENEWED_FOR);
        if (hasToRenew()) {
            Instant first = until;
            world.in(
                    Duration.between(SimulatedNode.BEGINNING, first).toNanos() + enrolling(),
                    owner,
                    () -> renew(first));
        }
    }

    UserId user() {
        return user;
    }

    DeviceId id() {
        return id;
    }

    @Override
    public String toString() {
        return name;
    }

    void start() {
        lives++;
        life = Optional.of(new Life());
        life.get().handle(client -> {});
    }

    /** Its process ends, without a word. */
    void crash(boolean losesDisk) {
        life.ifPresent(Life::vanish);
        life = Optional.empty();
        if (losesDisk) {
            disk = Badges.NONE;
            enduring = false;
        }
    }

    /** Whether it has all that it ever saved. */
    boolean isEnduring() {
        return enduring;
    }

    boolean runs() {
        return life.isPresent();
    }

    /** Whether it was told that its certificate has ended, and has no other yet. */
    boolean renews() {
        return renews;
    }

    /** Whether its certificate ends before this history does. */
    boolean hasToRenew() {
        return until.isBefore(SimulatedNode.BEGINNING.plusNanos(world.now()).plus(RENEWED_FOR.dividedBy(2)));
    }

    /** @param shown when the certificate ends of which the client was told that it has ended */
    private void told(Instant shown) {
        Instant now = SimulatedNode.BEGINNING.plusNanos(world.now());
        if (shown.isAfter(now.plus(SimulatedNode.MOST_SKEW))) {
            world.journal().fail(this + " is told that its certificate has ended, and it has not");
        }
        if (!shown.equals(until)) { // it has another one by now
            world.in(World.MILLI, owner, () -> ending().ifPresent(ended -> comeBack()));
        } else if (!renews) {
            renews = true;
            world.in(enrolling(), owner, () -> renew(shown));
        }
    }

    private long enrolling() {
        return ends.between(200, 15_000) * World.MILLI;
    }

    /** With another one it comes at once, whether it was told or saw it come; one that has ended for good is started again. */
    private void renew(Instant shown) {
        if (!shown.equals(until)) {
            return;
        }
        renews = false;
        until = SimulatedNode.BEGINNING.plusNanos(world.now()).plus(RENEWED_FOR);
        world.journal().say(this + " has another certificate");
        if (ending().isPresent()) {
            comeBack();
        } else {
            networkChanged();
        }
    }

    private void comeBack() {
        crash(false);
        truth.forgets(this, disk);
        start();
    }

    void offline(boolean now) {
        offline = now;
    }

    boolean isOffline() {
        return offline;
    }

    boolean hasFullDisk() {
        return diskFull;
    }

    void diskFull(boolean now) {
        diskFull = now;
    }

    Badges disk() {
        return disk;
    }

    Optional<World.Actor> actor() {
        return life.map(now -> now.actor);
    }

    /** Why it has ended for good; empty while it has not. */
    Optional<Ending> ending() {
        return life.flatMap(now -> now.ending);
    }

    /** The node that it has a connection to, as far as it knows. */
    Optional<World.Actor> server() {
        return life.flatMap(now -> now.connection).map(open -> open.node().actor());
    }

    /** Whether its connection is to that node, which has told it so. */
    boolean isIdentifiedTo(SimulatedNode node) {
        return life.flatMap(now -> now.connection)
                .filter(open -> life.get().identifiedOn.equals(Optional.of(open)) && open.node() == node)
                .isPresent();
    }

    /** Whether a server waits for it to read what it has been sent. */
    boolean isWaitedFor() {
        return life.flatMap(now -> now.connection)
                .filter(SimulatedConnection::isFull)
                .isPresent();
    }

    Badges badges() {
        return life.map(now -> now.client.badges()).orElse(disk);
    }

    void networkChanged() {
        act(TauriClient::networkChanged);
    }

    void hurry() {
        act(TauriClient::hurry);
    }

    /** Its user reads what the first of those that are shown wrote. */
    void readOne(int which) {
        SortedMap<Long, Long> shown = badges().shown();
        if (!shown.isEmpty() && runs()) {
            long sender = shown.keySet().stream()
                    .skip(which % shown.size())
                    .findFirst()
                    .orElseThrow();
            truth.deviceReads(this, new UserId(sender));
            act(client -> {
                truth.beginsToRead(this, new UserId(sender));
                client.read(sender);
            });
        }
    }

    private void act(Consumer<TauriClient> what) {
        life.ifPresent(now -> world.in(0, now.actor, () -> now.handle(what)));
    }

    /** From a start to a crash or the end. */
    private final class Life implements Platform, View {
        private final World.Actor actor = new World.Actor(SimulatedDevice.this + ", life " + lives);
        private final Dice dice = Dice.of(seed, actor.toString());
        private final TauriClient client = new TauriClient(
                user.value(),
                TauriClient.Conduct.STAYS,
                disk,
                new TauriClient.Surroundings(this, this, world::now, dice.random()));
        private Optional<SimulatedConnection> connection = Optional.empty();
        private Optional<SimulatedConnection> identifiedOn = Optional.empty();
        private Optional<Ending> ending = Optional.empty();
        private long plannedNanos = Long.MAX_VALUE;
        private int dialled;
        private int heardOn;
        private long heardRevision;

        /** As the loop of the command line: after each thing that happened what is due is done, and what is unsaved is saved. */
        private void handle(Consumer<TauriClient> what) {
            what.accept(client);
            if (ending.isPresent()) {
                return;
            }
            long due = client.tick();
            if (ending.isEmpty()) {
                client.settled();
                plan(due);
            }
        }

        private void plan(long dueNanos) {
            if (dueNanos < plannedNanos) {
                plannedNanos = dueNanos;
                world.in(dueNanos - world.now(), actor, () -> {
                    plannedNanos = Long.MAX_VALUE;
                    handle(same -> {});
                });
            }
        }

        private void vanish() {
            connection.ifPresent(SimulatedConnection::vanish);
            world.kill(actor);
        }

        @Override
        public void connect(int number) {
            dialled = number;
            world.in(
                    CONNECT_TIMEOUT,
                    actor,
                    () -> handle(now -> {
                        if (connection.isEmpty()) {
                            now.ended(number, Ending.lost("No answer."));
                        }
                    }));
            SimulatedNode node = fleet.any(dice);
            if (!offline && node.isOpen()) {
                world.in(2 * Wire.delay(dice), node.actor(), () -> shake(number, node));
            }
        }

        /** On the server, whose answer may not get through. */
        private void shake(int number, SimulatedNode node) {
            if (offline || actor.isDead() || !node.isOpen()) {
                return;
            }
            try {
                Instant shown = until;
                if (node.clock().instant().isAfter(shown)) {
                    answer(number, Ending.ofTransportError(EXPIRED, true, "expired"), () -> told(shown));
                    return;
                }
                if (node.refuses(certificate)) {
                    answer(number, Ending.ofTransportError(REVOKED, true, "revoked"));
                    return;
                }
            } catch (RevocationsUnknownException e) {
                answer(number, Ending.lost("Refused."));
                return;
            }
            Duration idle = Duration.ofSeconds(dice.oneIn(2) ? 30 : 60);
            SimulatedConnection[] made = new SimulatedConnection[1];
            Heard heard = new Heard(number, until, () -> made[0]);
            made[0] = new SimulatedConnection(world, dice, node, heard, certificate, until, idle, () -> !offline);
            made[0].accept();
        }

        private void answer(int number, Ending refusal) {
            answer(number, refusal, () -> {});
        }

        private void answer(int number, Ending refusal, Runnable told) {
            world.in(Wire.delay(dice), actor, () -> {
                told.run();
                handle(now -> now.ended(number, refusal));
            });
        }

        @Override
        public void send(int number, JsonObject message) {
            if (message.getString("type").equals("read_notification")) {
                UserId sender = UserId.parse(message.getJsonObject("data").getString("sender_id"));
                truth.asksToRead(SimulatedDevice.this, sender, request(number, message.getString("id")));
            }
            connection.ifPresent(open -> open.say(message.toString()));
        }

        /** Of all lives of the device. */
        private String request(int number, String id) {
            return actor + " " + number + " " + id;
        }

        @Override
        public void disconnect(int number) {
            connection.ifPresent(SimulatedConnection::leave);
            connection = Optional.empty();
            dialled = 0;
        }

        @Override
        public Optional<String> save(Badges badges) {
            if (diskFull) {
                return Optional.of("The disk is full.");
            }
            disk = badges;
            return Optional.empty();
        }

        @Override
        public void end(Ending why) {
            ending = Optional.of(why);
            world.journal().say(SimulatedDevice.this + " ends: " + why.words());
        }

        @Override
        public void changed(Badges badges) {
            truth.shows(SimulatedDevice.this, badges);
        }

        @Override
        public void identified() {
            identifiedOn = connection;
            connection.ifPresent(open -> truth.identified(SimulatedDevice.this, open.node()));
        }

        /** What comes on one connection. */
        private final class Heard implements SimulatedConnection.Client {
            private final int number;
            private final Instant shown;
            private final Supplier<SimulatedConnection> itself;

            private Heard(int number, Instant shown, Supplier<SimulatedConnection> itself) {
                this.number = number;
                this.shown = shown;
                this.itself = itself;
            }

            @Override
            public World.Actor actor() {
                return actor;
            }

            /** Too late for a client that has given up. */
            @Override
            public void established() {
                if (number == dialled && connection.isEmpty()) {
                    connection = Optional.of(itself.get());
                    handle(now -> now.connected(number));
                } else {
                    itself.get().leave();
                }
            }

            @Override
            public void line(String line) {
                if (connection.filter(open -> open == itself.get()).isEmpty()) {
                    return;
                }
                Envelope message = Envelope.parse(line);
                if (heardOn != number) {
                    heardOn = number;
                    heardRevision = 0;
                }
                heardRevision = truth.heard(SimulatedDevice.this, message, heardRevision);
                if (message.type().equals("success")) {
                    truth.answered(SimulatedDevice.this, request(number, message.id()));
                }
                handle(now -> now.line(number, message));
            }

            @Override
            public void ended(long code, String reason) {
                if (connection.filter(open -> open == itself.get()).isPresent()) {
                    world.journal().say(SimulatedDevice.this + " lost its connection: " + code + " " + reason);
                    if (code == CloseCode.CERTIFICATE_ENDED.code()) {
                        told(shown);
                    }
                    Ending why = code < 0 ? Ending.lost("The connection ended.") : Ending.ofCloseCode(code, reason);
                    handle(now -> now.ended(number, why));
                }
            }
        }
    }
}
