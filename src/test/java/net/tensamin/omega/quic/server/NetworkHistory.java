package net.tensamin.omega.quic.server;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.tensamin.omega.limits.Rate;
import net.tensamin.omega.pki.KeyMaterial;
import net.tensamin.omega.quic.admission.AdmissionSettings;
import net.tensamin.omega.quic.server.NetworkClient.Conversing;
import net.tensamin.omega.quic.server.NetworkServer.Conversation;
import net.tensamin.omega.quic.server.NetworkServer.Talk;
import net.tensamin.omega.quic.turns.SimulatedWorkers;
import net.tensamin.omega.simulation.Dice;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** A history of the server's connections and their clients over a bad network, in virtual time and on one thread, decided by its seed. */
final class NetworkHistory {
    static final int MOST_CLIENTS = 4;

    private static final long NEVER = Long.MAX_VALUE;

    /** Lines whose answers neither the client's buffer nor the server's queue takes. */
    private static final int MORE_THAN_FITS = 50;

    private static final Duration FAULTS = Duration.ofSeconds(90);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    /**
     * The idle timeout, how long a look for it may take, and when something is sent for the first time after the last that came, from which the timeout counts
     * anew (RFC 9000 §10.1): what is repeated is so after pauses that double (RFC 9002 §6.2.1).
     */
    private static final Duration UNTIL_GONE = Duration.ofSeconds(60 + 30 + 20);

    private static final Instant BEGINNING = new SimulatedWorkers().clock().instant();
    private static final Duration VALID = Duration.ofDays(30);
    private static final TestAuthority SERVERS = TestAuthority.named("Servers");
    private static final TestAuthority CLIENTS = TestAuthority.named("Clients");
    private static final TestIdentity SERVER = SERVERS.server();
    private static final List<TestIdentity> DEVICES = new ArrayList<>();

    static {
        for (int user = 1; user <= MOST_CLIENTS; user++) {
            DEVICES.add(CLIENTS.certificate("device")
                    .user(user)
                    .validity(BEGINNING.minus(VALID), BEGINNING.plus(VALID))
                    .issue());
        }
    }

    private final long seed;
    private final Dice dice;
    private final SimulatedWorkers workers = new SimulatedWorkers();
    private final BadNetwork network;
    private final NetworkServer server;
    private final List<Device> devices = new ArrayList<>();
    private final Map<InetSocketAddress, Device> addresses = new HashMap<>();
    private final List<String> failures = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private final Map<Event, Integer> met = new EnumMap<>(Event.class);

    /** What happens besides what the network does. */
    enum Event {
        CONNECTS,
        WRITES,
        OPENS_A_STREAM,
        IS_PUSHED_TO,
        MOVES_TO_ANOTHER_PORT,
        MOVES_TO_ANOTHER_HOST,
        IS_SILENT,
        READS_NOT,
        READS_AGAIN,
        CLOSES,
        VANISHES,
        IS_CLOSED,
        NETWORK_CHANGES,
        CLOCK_IS_SET,
        IS_TOO_SLOW,
        IS_TIMED_OUT
    }

    NetworkHistory(long seed) {
        this.seed = seed;
        dice = Dice.of(seed, "network history");
        network = new BadNetwork(Dice.of(seed, "network"), workers);
        server = new NetworkServer(
                QuicFixture.settings(HANDSHAKE, gate()),
                new KeyMaterial(SERVER.key(), SERVER.chain(), List.of(CLIENTS.certificate())),
                workers,
                this::toClient,
                failures::add);
        for (int i = 0, count = 1 + dice.below(MOST_CLIENTS); i < count; i++) {
            devices.add(new Device(i));
        }
    }

    /** Mostly one that lets everybody in; else clients have to prove their addresses first. */
    private AdmissionSettings gate() {
        AdmissionSettings wide = QuicFixture.WIDE_GATE;
        if (dice.below(3) > 0) {
            return wide;
        }
        return new AdmissionSettings(
                wide.handshakesPerSource(),
                new Rate(1, Duration.ofSeconds(30)),
                wide.halfOpen(),
                wide.waiting(),
                wide.connections(),
                wide.departed());
    }

    /** One that connects again and again. */
    private final class Device {
        private final int number;
        private final Dice chances;
        private InetSocketAddress address;
        private long silentUntil;
        private NetworkClient client;
        private long begunNanos;
        private long readsAtNanos = NEVER;
        private int lives;

        private Device(int number) {
            this.number = number;
            this.chances = Dice.of(seed, "device " + number);
            move(true);
        }

        private TestIdentity identity() {
            return DEVICES.get(number);
        }

        private void move(boolean host) {
            int network = host ? 1 + chances.below(250) : address.getAddress().getAddress()[3] & 0xff;
            addresses.remove(address);
            address = new InetSocketAddress("198.51." + number + "." + network, 1024 + chances.below(60_000));
            addresses.put(address, this);
        }

        private boolean isSilent() {
            return now() < silentUntil;
        }

        private void connect() {
            lives++;
            begunNanos = now();
            Device device = this;
            client = new NetworkClient(
                    lives, Dice.of(seed, number + " " + lives), workers, identity(), device::send, failures::add);
            workers.runAll();
        }

        private void send(byte[] datagram) {
            if (!isSilent()) {
                InetSocketAddress from = address;
                network.carry(datagram, bytes -> server.arrive(bytes, from));
            }
        }

        private void arrive(byte[] datagram) {
            if (!isSilent() && client != null) {
                client.arrive(datagram);
                workers.runAll();
            }
        }

        /** Its latest connection, as the server has it; null if there is none by now. */
        private Conversation conversation() {
            return server.of(identity().certificate()).stream()
                    .filter(each -> each.isOf(lives))
                    .findFirst()
                    .orElse(null);
        }

        private void act() {
            if (client == null || client.isOver()) {
                remember();
                if (chances.below(20) == 0) {
                    happens(Event.CONNECTS);
                    connect();
                }
                return;
            }
            if (!client.hasConnected()
                    && now() - begunNanos > HANDSHAKE.multipliedBy(2).toNanos()) {
                client.vanish();
                return;
            }
            switch (chances.below(400)) {
                case 0 -> vanish();
                case 1 -> closeOrNot();
                case 2, 3 -> move(Event.MOVES_TO_ANOTHER_PORT);
                case 4, 5 -> move(Event.MOVES_TO_ANOTHER_HOST);
                case 6 -> silence();
                case 7 -> stopReading();
                case 8, 9, 10 -> open();
                case 11 -> closed();
                default -> talk();
            }
        }

        private void vanish() {
            happens(Event.VANISHES);
            client.vanish();
            Conversation abandoned = conversation();
            workers.timer().call(() -> requireGone(abandoned), now() + UNTIL_GONE.toNanos());
        }

        private void requireGone(Conversation abandoned) {
            if (abandoned != null && !abandoned.isClosed()) {
                failures.add("device " + number + " is gone for " + UNTIL_GONE + ", and its connection is there");
            }
        }

        private void closeOrNot() {
            happens(Event.CLOSES);
            client.close();
        }

        private void move(Event how) {
            happens(how);
            move(how == Event.MOVES_TO_ANOTHER_HOST);
        }

        private void silence() {
            happens(Event.IS_SILENT);
            silentUntil = now() + Duration.ofSeconds(1 + chances.below(80)).toNanos();
        }

        private void stopReading() {
            happens(Event.READS_NOT);
            client.read(false);
            if (chances.below(2) == 0) {
                client.write(MORE_THAN_FITS);
            }
            readsAtNanos = now() + Duration.ofSeconds(1 + chances.below(60)).toNanos();
        }

        private void open() {
            happens(Event.OPENS_A_STREAM);
            client.openStream();
        }

        private void closed() {
            if (conversation() != null) {
                happens(Event.IS_CLOSED);
                conversation().close(100);
            }
        }

        private void talk() {
            int chance = chances.below(30);
            if (chance == 0) {
                happens(Event.WRITES);
                client.write(1 + chances.below(4));
            } else if (chance == 1 && conversation() != null) {
                happens(Event.IS_PUSHED_TO);
                conversation().push(50 + chances.below(1_000));
            } else if (readsAtNanos != NEVER && now() >= readsAtNanos) {
                happens(Event.READS_AGAIN);
                readsAtNanos = NEVER;
                client.read(true);
            }
        }

        /** What became of a connection that is over. */
        private void remember() {
            if (client == null) {
                return;
            }
            if (client.end().contains("104")) {
                happens(Event.IS_TOO_SLOW);
            }
            if (client.end().contains("Idle") || client.end().contains("Lost")) {
                happens(Event.IS_TIMED_OUT);
            }
            outcomes.add("device " + number + ", connection " + lives + ": " + client.end());
            client = null;
        }

        /**
         * A connection that was silent may reach its idle timeout at any moment; whoever wants to keep it sends something first (RFC 9000 §10.1.1), and learns
         * from the answer if the server has ended it already (§10.3).
         */
        private void sayThatItIsThere() {
            if (client != null) {
                client.write(1);
            }
        }

        /** With a new connection, unless it has one. */
        private void comeAgain() {
            if (client != null && !client.isOver() && client.hasConnected()) {
                return;
            }
            if (client != null && !client.isOver()) {
                client.vanish();
            }
            remember();
            connect();
        }

        /** Nothing is bad any more: what was written has come, unless one of both says that the connection is over. */
        private void requireArrived() {
            Conversation there = conversation();
            if (client == null || client.isOver() || !client.hasConnected() || there == null || there.isClosed()) {
                return;
            }
            for (Conversing stream : client.streams()) {
                Talk talk = there.talk(stream.number());
                int received = talk == null ? 0 : talk.received();
                int sent = talk == null ? 0 : talk.sent();
                if (stream.written() != received || stream.received() != sent) {
                    failures.add("device " + number + ", connection " + lives + ", stream " + stream.number() + ": of "
                            + stream.written() + " lines " + received + " came, and of " + sent + " answers "
                            + stream.received());
                }
                outcomes.add("device " + number + ", connection " + lives + ", stream " + stream.number() + ": "
                        + received + " lines, " + sent + " answers");
            }
        }

        /** What it takes for its connection is one of the server, too. */
        private void requireConversation() {
            Conversation there = conversation();
            if (there == null || there.isClosed()) {
                failures.add("device " + number + " takes connection " + lives + " for one, and the server does not");
            }
        }

        private void requireConnection() {
            if (client.isOver()) {
                failures.add("device " + number + ", connection " + lives + ", is offered a good network, and is over: "
                        + client.end());
            } else if (!client.hasConnected()) {
                failures.add("device " + number + ", connection " + lives + ", is offered a good network for "
                        + Duration.ofNanos(now() - begunNanos) + ", and has not connected");
            }
        }
    }

    private void happens(Event event) {
        met.merge(event, 1, Integer::sum);
    }

    private long now() {
        return workers.nanos().getAsLong();
    }

    private void toClient(byte[] datagram, InetSocketAddress to) {
        network.carry(datagram, bytes -> {
            Device there = addresses.get(to);
            if (there != null) {
                there.arrive(bytes);
            }
        });
    }

    /** @return what must not be, empty if all is well */
    List<String> run() {
        for (long end = now() + FAULTS.toNanos(); now() < end && failures.isEmpty(); ) {
            devices.forEach(Device::act);
            disturb();
            step();
        }
        rest();
        if (failures.isEmpty()) {
            end();
        }
        return failures;
    }

    private void disturb() {
        if (dice.below(100) == 0) {
            happens(Event.NETWORK_CHANGES);
            network.change();
        }
        if (dice.below(600) == 0) {
            happens(Event.CLOCK_IS_SET);
            workers.setClock(Duration.ofSeconds(dice.below(7_200) - 3_600));
        }
    }

    private void step() {
        workers.runAll();
        workers.advance(STEP);
    }

    private void pass(Duration time) {
        for (long end = now() + time.toNanos(); now() < end && failures.isEmpty(); ) {
            step();
        }
    }

    /** The network is good, and everybody reads. */
    private void rest() {
        network.heal();
        devices.forEach(device -> {
            device.silentUntil = 0;
            if (device.client != null) {
                device.client.read(true);
            }
        });
        pass(UNTIL_GONE);
        devices.forEach(Device::requireArrived);
        devices.forEach(Device::sayThatItIsThere);
        pass(Duration.ofSeconds(1));
        for (Device device : devices) {
            device.comeAgain();
        }
        pass(Duration.ofSeconds(3));
        devices.forEach(Device::requireConnection);
        devices.forEach(device -> device.client.write(2));
        pass(Duration.ofSeconds(3));
        devices.forEach(Device::requireConnection);
        devices.forEach(Device::requireConversation);
        devices.forEach(Device::requireArrived);
    }

    /** Everybody goes, with a word or without, and nothing stays. */
    private void end() {
        devices.stream().filter(device -> device.client != null).forEach(device -> {
            if (device.number % 2 == 0) {
                device.client.close();
            } else {
                device.client.vanish();
            }
        });
        pass(UNTIL_GONE);
        if (server.connections() > 0 || server.count("omega_quic_admission_queue") > 0) {
            failures.add(server.connections() + " connections are left, and "
                    + server.count("omega_quic_admission_queue") + " clients wait");
        }
        if (!workers.isIdle()) {
            failures.add("something is planned for connections that are no more");
        }
        outcomes.add(network.carried() + " datagrams");
    }

    Map<Event, Integer> met() {
        return met;
    }

    Map<BadNetwork.Fault, Long> metByDatagrams() {
        return network.met();
    }

    /** What became of each connection and stream. */
    List<String> outcomes() {
        return outcomes;
    }
}
