package net.tensamin.omega.simulation;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import net.tensamin.omega.account.RemovedUsers;
import net.tensamin.omega.account.SimulatedAccounts;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserLeaves;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.BadgesChanged;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.badge.StoreSetBack;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.SimulatedGrid;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.device.RegistryOf;
import net.tensamin.omega.device.SimulatedDevices;
import net.tensamin.omega.longpoll.SimulatedPolls;
import net.tensamin.omega.mailbox.RemovedMailboxesOf;
import net.tensamin.omega.mailbox.SimulatedMailboxes;
import net.tensamin.omega.omikron.SimulatedLinks;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.presence.PresenceChanged;
import net.tensamin.omega.presence.SimulatedPresence;
import net.tensamin.omega.push.SimulatedPush;
import net.tensamin.omega.tauri.SimulatedSessions;
import net.tensamin.omega.threads.BlockingThreads;
import net.tensamin.omega.threads.Timers;

/** One life of one server: the real components, put together as the container does, on virtual time. */
final class SimulatedNode {
    /** How wrong the clock of its machine may be. */
    static final Duration MOST_SKEW = Duration.ofHours(1);

    private static final int CLUSTER_THREADS = 3;
    private static final int HTTPS_THREADS = 8;
    static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final World world;
    private final World.Actor actor;
    private final String name;
    private final SimulatedThreads threads;
    private final DatabaseLink database;
    private final SimulatedGrid grid;
    private final SimulatedDevices devices;
    private final SimulatedMailboxes mailboxes;
    private final SimulatedSessions sessions;
    private final SimulatedPolls polls;
    private final SimulatedLinks links;
    private final PresenceBoard presence;
    private final SimulatedAccounts.Removals removals;
    private final Set<Runnable> ends = new LinkedHashSet<>();
    private final UUID batcher;
    private long knewOfSetBack = -1;
    private final Version version;
    private final SimulatedTimers beats;
    private final Clock clock;
    private long skewNanos;
    private boolean open;
    private boolean stopping;

    /**
     * @param actor named as this life and no other
     * @param seed of the history
     * @param polled whether anybody polls in it
     */
    SimulatedNode(
            World world,
            World.Actor actor,
            long seed,
            DatabaseServer server,
            SimulatedGrid grid,
            KeyPair key,
            boolean sealed,
            boolean polled) {
        this.world = world;
        this.actor = actor;
        this.name = actor.toString();
        this.grid = grid;
        Dice dice = Dice.of(seed, name);
        threads = new SimulatedThreads(world, actor, Dice.of(seed, name + " threads"), BlockingThreads.COUNT);
        beats = new SimulatedTimers(world, actor, Dice.of(seed, name + " timers"));
        Timers timers = new Timers(beats, threads);
        database = new DatabaseLink(world, actor, server, Dice.of(seed, name + " database"));
        version = Version.of(seed, name);
        if (version == Version.NEXT) {
            grid.isNewer(name);
        }
        ClusterBus bus = version.bus(grid.join(
                name,
                id(dice),
                sealed ? Optional.of("a secret of thirty-two characters") : Optional.empty(),
                new SimulatedThreads(world, actor, Dice.of(seed, name + " cluster"), CLUSTER_THREADS),
                timers,
                world::now));
        RemovedUsers removed = new RemovedUsers();
        SimulatedAccounts accounts = new SimulatedAccounts(database);
        InstantSource wall = () -> BEGINNING.plusNanos(world.now() + skewNanos);
        clock = wall.withZone(ZoneOffset.UTC);
        SimulatedSessions.Present all = SimulatedSessions.on(bus);
        List<Deliveries> ways = new ArrayList<>(List.of(all.sessions()));
        SimulatedPush push = new SimulatedPush(ways, bus, world::now);
        Parts parts = new Parts(push);
        batcher = id(dice);
        presence = SimulatedPresence.board(bus, removed, clock::millis, world::now, parts::changed);
        mailboxes = new SimulatedMailboxes(
                new SimulatedMailboxes.Surroundings(
                        database,
                        bus,
                        presence,
                        removed,
                        clock,
                        world::now,
                        this::pause,
                        batcher,
                        threads,
                        timers,
                        new Timers(beats, SimulatedThreads.waitingLong(world, actor, Dice.of(seed, name + " long")))),
                parts);
        removals = new SimulatedAccounts.Removals(
                database,
                clock,
                (entities, leaving) -> {
                    RemovedMailboxesOf.entities(entities).leave(leaving);
                    RegistryOf.entities(entities).leave(leaving);
                },
                parts::left);
        devices = new SimulatedDevices(database, removals, removed, parts, bus, clock, world::now, threads, timers);
        sessions = new SimulatedSessions(
                new SimulatedSessions.Surroundings(
                        database,
                        accounts,
                        devices.devices(),
                        devices.revocations(),
                        removed,
                        bus,
                        clock,
                        world::now,
                        this::pause,
                        threads,
                        timers),
                all,
                ways,
                mailboxes.inbox());
        polls = new SimulatedPolls(new SimulatedPolls.Around(
                mailboxes.notices(),
                sessions.waiting(),
                devices.revocations(),
                clock,
                world::now,
                new SimulatedThreads(world, actor, Dice.of(seed, name + " requests"), HTTPS_THREADS),
                new SimulatedThreads(world, actor, Dice.of(seed, name + " answers"), HTTPS_THREADS)));
        ways.add(polls.deliveries());
        if (polled) {
            polls.start(timers);
        }
        links = new SimulatedLinks(accounts, presence, mailboxes.notices(), key, threads, timers, world::now);
        mailboxes.start();
        threads.execute(this::open);
    }

    private static UUID id(Dice dice) {
        return new UUID(dice.random().nextLong(), dice.random().nextLong());
    }

    /** Waits for the database, as a server that starts. */
    private void open() {
        try {
            sessions.acceptor().opening();
            open = true;
            world.journal().say(name + " is open");
        } catch (RuntimeException e) {
            world.in(Duration.ofSeconds(1), actor, () -> threads.execute(this::open));
        }
    }

    private void pause(long nanos) {
        world.elapse(actor, nanos, false);
    }

    /** Wires what the container's events wire. */
    private final class Parts implements SimulatedMailboxes.Listener, SimulatedDevices.Listener {
        private final SimulatedPush push;

        private Parts(SimulatedPush push) {
            this.push = push;
        }

        @Override
        public void changed(BadgesChanged changes) {
            push.on(changes);
        }

        @Override
        public void setBack(StoreSetBack older) {
            knewOfSetBack = world.now();
            sessions.on(older);
        }

        @Override
        public void revoked(DeviceRevoked device) {
            sessions.on(device);
            polls.on(device);
        }

        @Override
        public void removed(UserRemoved user) {
            sessions.on(user);
            polls.on(user);
            mailboxes.on(user);
            SimulatedPresence.on(presence, user);
        }

        private void changed(PresenceChanged change) {
            mailboxes.on(change);
        }

        private void left(UserLeaves user) {
            devices.left(user);
        }
    }

    String name() {
        return name;
    }

    /** The id under which it commits batches. */
    String batcher() {
        return batcher.toString();
    }

    /** When it said last that the database came back older; -1 if it never did. */
    long knewOfSetBack() {
        return knewOfSetBack;
    }

    World.Actor actor() {
        return actor;
    }

    Version version() {
        return version;
    }

    /** What its machine takes the time to be. */
    Clock clock() {
        return clock;
    }

    ScheduledExecutorService timers() {
        return beats;
    }

    DatabaseLink database() {
        return database;
    }

    SimulatedSessions sessions() {
        return sessions;
    }

    SimulatedPolls polls() {
        return polls;
    }

    SimulatedLinks links() {
        return links;
    }

    SimulatedMailboxes mailboxes() {
        return mailboxes;
    }

    boolean isOpen() {
        return open && !actor.isDead();
    }

    boolean isStopping() {
        return stopping;
    }

    boolean isOnline(UserId user) {
        return presence.isOnline(user);
    }

    /** What it knows of presence, for people. */
    String presence() {
        return "links of Omikrons " + presence.omikrons();
    }

    /** How long something has been under way on it that has not ended. */
    long oldestNanos() {
        return threads.oldestNanos();
    }

    boolean refuses(X509Certificate certificate) {
        return devices.refuses(certificate);
    }

    void revoke(UserId user, DeviceId device) {
        threads.execute(() -> devices.revoke(user, device));
    }

    void remove(UserId user) {
        threads.execute(() -> removals.remove(user.value()));
    }

    /** @param end what the others on its connections notice of its end */
    void connected(Runnable end) {
        ends.add(end);
    }

    void disconnected(Runnable end) {
        ends.remove(end);
    }

    /** The wall clock of its machine is this much ahead. */
    void skew(Duration ahead) {
        skewNanos = ahead.toNanos();
    }

    /** At once, with all that it has in memory. */
    void kill() {
        if (!actor.isDead()) {
            world.kill(actor);
            grid.left(name);
            List.copyOf(ends).forEach(Runnable::run);
        }
    }

    /** As an operator stops it. */
    void stop() {
        stopping = true;
        links.refuse();
        threads.execute(() -> {
            polls.drain();
            sessions.drain(Duration.ZERO);
            links.stop();
            sessions.acceptor().closing();
            mailboxes.stop();
            world.in(Duration.ofSeconds(1), actor, this::kill);
        });
    }
}
