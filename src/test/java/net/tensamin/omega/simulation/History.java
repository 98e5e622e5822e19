package net.tensamin.omega.simulation;

import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.omikron.SimulatedLinks;
import net.tensamin.omega.simulation.store.Row;
import net.tensamin.omega.simulation.store.Table;

/** One history, from its seed: what is there, what happens to it, and what must hold meanwhile and once all is well again. */
final class History {
    private static final int IOTAS = 2;
    private static final int HISTORIES_WITH_POLLS = 3;
    private static final int HISTORIES_WITH_HICCUP = 3;
    private static final int HISTORIES_WITH_ANOTHER_LINK = 3;
    private static final int HISTORIES_THAT_LOSE_A_NODE = 2;
    private static final Duration BETWEEN_COMPARISONS = Duration.ofSeconds(10);
    private static final Duration BETWEEN_SNAPSHOTS = Duration.ofSeconds(10);
    /** Nodes put their directories of sessions right every 10 s, before which a notice may come late. */
    private static final Duration FIRST_LOOK = Duration.ofSeconds(12);

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(4);

    /** How long until all is well after the last fault: a client that was replaced stands aside for a minute, one that failed often as long. */
    private static final Duration CONVERGENCE = Duration.ofSeconds(240);

    private static final List<KeyPair> KEYS = Keys.make(1 + Size.LARGE.most().omikrons());

    private final long seed;
    private final List<Action> actions;
    private final Journal journal = new Journal();
    private final World world = new World(journal);
    private final World.Actor outside = new World.Actor("outside");
    private final DatabaseServer database = new DatabaseServer(world);
    private final Truth truth = new Truth(world);
    private final List<UserId> users = new ArrayList<>();
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<SimulatedPoller> pollers = new ArrayList<>();
    private final List<SimulatedOmikron> omikrons = new ArrayList<>();
    private final Coverage met = new Coverage();
    private final Fleet fleet;
    private final LostBatches lost;
    private Map<?, Row> snapshot = Map.of();
    private boolean parted;

    History(long seed) {
        this(seed, planned(seed));
    }

    /** @param actions of which some may be left out */
    History(long seed, List<Action> actions) {
        this.seed = seed;
        this.actions = actions;
        journal.clockedBy(world::now);
        Dice dice = Dice.of(seed, "shape");
        Size.Most size = Size.of(seed).most();
        int nodes = 1 + dice.below(size.nodes());
        people(2 + dice.below(size.users() - 1));
        boolean polled = Dice.of(seed, "polled").oneIn(HISTORIES_WITH_POLLS);
        fleet = new Fleet(world, seed, nodes, database, KEYS.get(0), polled);
        lost = new LostBatches(world, fleet);
        database.database().listen(this::committed);
        relays(1 + dice.below(size.omikrons()));
        phones(dice, size.devices());
        if (polled) {
            polls(Dice.of(seed, "pollers"));
        }
    }

    static List<Action> planned(long seed) {
        return Action.plan(Dice.of(seed, "plan"), Size.of(seed).most());
    }

    private void committed(Row before, Row after) {
        truth.committed(before, after, database.writer());
        lost.committed(before, after);
    }

    private void people(int count) {
        for (long iota = 1; iota <= IOTAS; iota++) {
            database.database().addIota(1_000 + iota);
        }
        for (int i = 0; i < count; i++) {
            users.add(new UserId(10 + i));
            database.database().addUser(10 + i, home(i));
        }
    }

    private static long home(int user) {
        return 1_001 + user % IOTAS;
    }

    private void relays(int count) {
        for (int i = 0; i < count; i++) {
            KeyPair key = KEYS.get(1 + i);
            database.database().addOmikron(1 + i, SimulatedLinks.raw(key));
            omikrons.add(new SimulatedOmikron(world, fleet, truth, seed, 1 + i, key));
        }
    }

    private void phones(Dice dice, int most) {
        for (UserId user : users) {
            for (int count = dice.below(most + 1); count > 0; count--) {
                devices.add(new SimulatedDevice(world, fleet, truth, seed, user, name(dice)));
            }
        }
        devices.forEach(truth::knows);
    }

    private void polls(Dice dice) {
        for (UserId user : users) {
            if (dice.oneIn(2)) {
                pollers.add(new SimulatedPoller(world, fleet, truth, seed, user, name(dice)));
            }
        }
    }

    /** Of a device. */
    private static String name(Dice dice) {
        return String.format(
                "%016x%016x", dice.random().nextLong(), dice.random().nextLong());
    }

    Journal journal() {
        return journal;
    }

    /** What has happened. */
    Coverage met() {
        return met;
    }

    /** All of it; or as far as it went well. */
    void run() {
        omikrons.forEach(SimulatedOmikron::start);
        devices.forEach(SimulatedDevice::start);
        pollers.forEach(SimulatedPoller::start);
        takeSnapshot();
        compareCopies();
        actions.forEach(action -> world.in(action.at(), outside, () -> act(action)));
        Duration end = actions.isEmpty()
                ? Duration.ofSeconds(5)
                : actions.get(actions.size() - 1).at();
        world.run(end);
        mend();
        converge(end);
        finalRounds();
    }

    private void takeSnapshot() {
        snapshot = database.database().snapshot();
        world.in(BETWEEN_SNAPSHOTS, outside, this::takeSnapshot);
    }

    private void compareCopies() {
        fleet.grid().compare();
        world.in(BETWEEN_COMPARISONS, outside, this::compareCopies);
    }

    private SimulatedDevice device(int number) {
        return devices.get(number % devices.size());
    }

    private SimulatedPoller poller(int number) {
        return pollers.get(number % pollers.size());
    }

    private SimulatedOmikron omikron(int number) {
        return omikrons.get(number % omikrons.size());
    }

    private UserId user(int number) {
        return users.get(number % users.size());
    }

    private void act(Action action) {
        String whom = action.kind().name();
        if (devices.isEmpty() && whom.startsWith("DEVICE") || pollers.isEmpty() && whom.startsWith("POLLER")) {
            return;
        }
        met.met(action.kind(), Condition.of(new Condition.Scene(fleet, database, devices, pollers, omikrons)));
        journal.say(action.toString());
        switch (action.kind()) {
            case NOTICE -> notices(action);
            case READ ->
                submit(action.one(), new Truth.Submission(false, user(action.other()), user(action.one() / 7)));
            case DEVICE_READ -> device(action.one()).readOne(action.other());
            case USER -> connectUser(action);
            case IOTA -> connectIota(action);
            case HURRY -> devices.forEach(SimulatedDevice::hurry);
            case KILL -> kill(action);
            case STOP -> stop(action);
            case PAUSE -> pause(fleet.at(action.one()).actor(), action);
            case SKEW ->
                fleet.at(action.one())
                        .skew(SimulatedNode.MOST_SKEW
                                .multipliedBy(action.other() % 7_200 - 3_600)
                                .dividedBy(3_600));
            case CUT_DATABASE -> forAWhile(action, fleet.at(action.one()).database()::cut);
            case CRASH_DATABASE ->
                forAWhile(action, now -> {
                    if (now) {
                        database.crash();
                    } else {
                        database.start();
                    }
                });
            case SLOW_DATABASE ->
                forAWhile(
                        action,
                        now -> database.slow(now ? Duration.ofMillis(50 + action.other() % 9_000) : Duration.ZERO));
            case UNSTEADY_DATABASE ->
                forAWhile(action, now -> database.breakConnections(now ? 2 + action.other() % 50 : 0));
            case READ_ONLY_DATABASE -> forAWhile(action, now -> database.refuse(refusal(now, "25006")));
            case FULL_DATABASE -> forAWhile(action, now -> database.refuse(refusal(now, "53100")));
            case LOSE_ANSWERS -> forAWhile(action, now -> database.loseAnswers(now ? 1 + action.other() % 60 : 0));
            case SET_BACK -> setBack();
            case PART -> part(action);
            case BAD_BUS -> forAWhile(action, now -> fleet.bus().worsen(now ? 5 + action.other() % 40 : 0));
            case DEVICE_CRASH -> crash(action, false);
            case DEVICE_CRASH_WITHOUT_DISK -> crash(action, true);
            case DEVICE_OFFLINE -> forAWhile(action, device(action.one())::offline);
            case DEVICE_PAUSE -> device(action.one()).actor().ifPresent(actor -> pause(actor, action));
            case DEVICE_DISK_FULL -> forAWhile(action, device(action.one())::diskFull);
            case NETWORK_CHANGED ->
                devices.stream().limit(1 + action.one() % 3).forEach(SimulatedDevice::networkChanged);
            case STORM -> storm();
            case POLLER_OFFLINE -> forAWhile(action, poller(action.one())::offline);
            case POLLER_LOST -> poller(action.one()).disconnect();
            case OMIKRON_CRASH -> omikron(action.one()).crash();
            case OMIKRON_CUT -> forAWhile(action, omikron(action.one())::cut);
            case REVOKE -> revoke(action);
            case REMOVE -> remove(action);
        }
    }

    private void storm() {
        devices.forEach(SimulatedDevice::networkChanged);
        pollers.forEach(SimulatedPoller::disconnect);
    }

    private static Optional<String> refusal(boolean now, String state) {
        return now ? Optional.of(state) : Optional.empty();
    }

    private void forAWhile(Action action, Consumer<Boolean> fault) {
        fault.accept(true);
        world.in(action.lasts(), outside, () -> fault.accept(false));
    }

    private void notices(Action action) {
        for (int i = 0; i <= action.lasts().toMillis() % 4; i++) {
            submit(action.one(), new Truth.Submission(true, user(action.other()), user(action.one() / 5)));
        }
    }

    private void submit(int omikron, Truth.Submission submission) {
        SimulatedOmikron by = omikron(omikron);
        world.in(0, by.actor(), () -> by.submit(submission));
    }

    private void connectUser(Action action) {
        int number = action.one() % users.size();
        if (number % 2 == 0) {
            return; // always offline, so that what it has pending is known exactly
        }
        SimulatedOmikron by = omikron(action.other());
        world.in(0, by.actor(), () -> {
            UserId user = users.get(number);
            if (by.hasIota(home(number))) {
                by.user(user, !by.hasUser(user));
            }
        });
    }

    private void connectIota(Action action) {
        int number = action.one() % IOTAS;
        SimulatedOmikron by = omikron(action.other());
        world.in(0, by.actor(), () -> {
            Set<UserId> residents = users.stream()
                    .filter(user -> home(users.indexOf(user)) == home(number))
                    .collect(Collectors.toSet());
            by.iota(home(number), !by.hasIota(home(number)), residents);
        });
    }

    private void kill(Action action) {
        fleet.at(action.one()).kill();
        world.in(action.lasts(), outside, () -> fleet.restart(action.one()));
    }

    private void stop(Action action) {
        if (fleet.at(action.one()).isOpen() && !fleet.at(action.one()).actor().isPaused()) {
            SimulatedNode stopping = fleet.at(action.one());
            stopping.stop();
            world.in(action.lasts().plusSeconds(8), outside, () -> {
                stopping.kill();
                fleet.restart(action.one());
            });
        }
    }

    private void pause(World.Actor actor, Action action) {
        world.pause(actor);
        world.in(action.lasts(), outside, () -> world.resume(actor));
    }

    private void setBack() {
        database.database().setBack(snapshot);
        lost.setBack(database.database().rows(Table.BATCH_MARK));
        truth.setBack(
                database.database().rows(Table.MAILBOX), database.database().rows(Table.PENDING_PAIR));
    }

    /** Into two parts, one partition at a time: of a grid whose members do not agree on who they are Hazelcast promises nothing. */
    private void part(Action action) {
        if (parted) {
            return;
        }
        parted = true;
        List<String> names = fleet.all().stream().map(SimulatedNode::name).toList();
        forEachPair(action.one(), names, fleet.bus()::part);
        world.in(action.lasts(), outside, () -> {
            forEachPair(action.one(), names, fleet.bus()::meet);
            parted = false;
        });
    }

    /** @param sides a bit for each */
    private static void forEachPair(int sides, List<String> names, BiConsumer<String, String> divided) {
        for (int i = 0; i < names.size(); i++) {
            for (int j = 0; j < i; j++) {
                if ((sides >> i & 1) != (sides >> j & 1)) {
                    divided.accept(names.get(i), names.get(j));
                }
            }
        }
    }

    private void crash(Action action, boolean losesDisk) {
        SimulatedDevice device = device(action.one());
        if (device.runs()) {
            device.crash(losesDisk);
            truth.forgets(device, device.disk());
            world.in(action.lasts(), outside, device::start);
        }
    }

    private void revoke(Action action) {
        int number = action.one() % Math.max(1, devices.size() + pollers.size());
        if (number < devices.size()) {
            revoke(action, device(number).user(), device(number).id());
        } else if (!pollers.isEmpty()) {
            revoke(action, poller(number).user(), poller(number).id());
        }
    }

    private void revoke(Action action, UserId user, DeviceId device) {
        if (fleet.at(action.other()).isOpen()) {
            truth.revoked(device.value());
            fleet.at(action.other()).revoke(user, device);
        }
    }

    private void remove(Action action) {
        if (fleet.at(action.other()).isOpen()) {
            truth.removed(user(action.one()));
            fleet.at(action.other()).remove(user(action.one()));
        }
    }

    /** All faults are over. */
    private void mend() {
        journal.say("all is mended");
        database.recover();
        fleet.bus().worsen(0);
        for (int i = 0; i < fleet.all().size(); i++) {
            world.resume(fleet.at(i).actor());
            if (fleet.at(i).isStopping()) {
                fleet.at(i).kill();
            }
            fleet.restart(i);
            fleet.at(i).database().cut(false);
            for (SimulatedNode other : fleet.all()) {
                fleet.bus().meet(fleet.at(i).name(), other.name());
            }
        }
        omikrons.forEach(omikron -> omikron.cut(false));
        devices.forEach(device -> {
            device.offline(false);
            device.diskFull(false);
            device.actor().ifPresent(world::resume);
        });
        pollers.forEach(poller -> poller.offline(false));
    }

    private void converge(Duration from) {
        Duration until = from;
        Optional<String> missing = Optional.of("nothing was looked at");
        while (missing.isPresent() && until.compareTo(from.plus(CONVERGENCE)) < 0 && !journal.hasFailed()) {
            until = until.plus(until.equals(from) ? FIRST_LOOK : BETWEEN_LOOKS);
            world.run(until);
            missing = rest().missing();
        }
        missing.ifPresent(
                what -> journal.fail("within " + CONVERGENCE.toSeconds() + " s after the last fault: " + what));
        truth.nothingWaits();
        journal.say("all is well");
    }

    private void finalRounds() {
        LastRounds last = new LastRounds(
                world,
                Dice.of(seed, "last"),
                truth,
                () -> rest().missingAtOnce(),
                asked -> submit(users.indexOf(asked.receiver()), asked));
        comeBack(last);
        truth.nothingWaits();
        List<UserId> staying =
                users.stream().filter(user -> !truth.mayBeRemoved(user)).toList();
        last.notices(staying);
        last.reads(staying);
        if (fleet.all().size() > 1) {
            last.moves(staying, this::storm);
        }
        Dice returning = Dice.of(seed, "returning");
        if (returning.oneIn(HISTORIES_WITH_ANOTHER_LINK)) {
            SimulatedOmikron omikron = returning.of(omikrons);
            last.returns(omikron::crash, () -> rest().link(omikron));
        }
        Dice gone = Dice.of(seed, "gone");
        if (fleet.all().size() > 1 && gone.oneIn(HISTORIES_THAT_LOSE_A_NODE)) {
            last.goes(() -> lose(fleet.any(gone)), () -> rest().presence());
        }
    }

    private void lose(SimulatedNode going) {
        omikrons.stream().filter(omikron -> omikron.isLinkedTo(going)).forEach(omikron -> omikron.cut(true));
        going.kill();
    }

    /** In some histories connections to the database break meanwhile. */
    private void comeBack(LastRounds last) {
        Dice dice = Dice.of(seed, "hiccup");
        Duration hiccup = Duration.ZERO;
        if (dice.oneIn(HISTORIES_WITH_HICCUP)) {
            hiccup = Duration.ofMillis(dice.between(200, 1_500));
            database.breakConnections((int) dice.between(10, 30));
            world.in(hiccup, outside, () -> database.breakConnections(0));
        }
        last.back(this::storm, new CatchingUp(world, fleet, devices, truth, hiccup)::look, hiccup);
    }

    private Rest rest() {
        return new Rest(fleet, database, devices, pollers, omikrons, users, truth);
    }
}
