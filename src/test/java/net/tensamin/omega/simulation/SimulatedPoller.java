package net.tensamin.omega.simulation;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.longpoll.SimulatedPolls;

/** A device whose network lets no UDP through: it asks over HTTPS what is pending, again and again, and waits there for a change (SPEC §6). */
final class SimulatedPoller {
    private static final Duration LONGEST_WISH = Duration.ofSeconds(60);

    /** What a wait may last longer than a client asked for. */
    private static final Duration TOO_LONG = Duration.ofSeconds(10);

    /** When a server is well, and its database. */
    private static final Duration SOON = Duration.ofSeconds(2);

    /** A client that has heard nothing for so much longer than it asked for asks again elsewhere. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration RENEWED_FOR = Duration.ofHours(3);

    private final World world;
    private final Fleet fleet;
    private final Truth truth;
    private final Dice dice;
    private final World.Actor actor;
    private final UserId user;
    private final DeviceId id;
    private final DeviceCertificate certificate;
    private Instant until;
    private OptionalLong revision = OptionalLong.empty();
    private Map<Long, Long> shown = new TreeMap<>();
    private Optional<Call> call = Optional.empty();
    private boolean offline;
    private boolean shutOut;

    SimulatedPoller(World world, Fleet fleet, Truth truth, long seed, UserId user, String id) {
        this.world = world;
        this.fleet = fleet;
        this.truth = truth;
        this.user = user;
        this.id = new DeviceId(id);
        this.actor = new World.Actor("poller " + id.substring(0, 4) + " of " + user);
        this.dice = Dice.of(seed, actor.toString());
        this.certificate = new DeviceCertificate(user.value(), id);
        this.until = SimulatedNode.BEGINNING.plusSeconds(dice.between(20, 240));
    }

    UserId user() {
        return user;
    }

    DeviceId id() {
        return id;
    }

    @Override
    public String toString() {
        return actor.toString();
    }

    void start() {
        world.in(dice.between(0, World.SECOND), actor, this::ask);
    }

    void offline(boolean now) {
        offline = now;
    }

    boolean isOffline() {
        return offline;
    }

    /** Whether a server has it wait. */
    boolean waits() {
        return call.filter(open -> open.waits).isPresent();
    }

    /** Whether a server has it wait although the time that it asked for is over, and two seconds besides. */
    boolean isOverdue() {
        return call.filter(open ->
                        open.waits && open.lasts() > open.wish.plus(SOON).toNanos())
                .isPresent();
    }

    boolean isShutOut() {
        return shutOut;
    }

    boolean shows(long newest, Map<Long, Long> pending) {
        return revision.isPresent() && revision.getAsLong() == newest && shown.equals(pending);
    }

    /** Its connection is gone, and both sides notice. */
    void disconnect() {
        world.in(0, actor, () -> call.ifPresent(Call::lost));
    }

    private void ask() {
        SimulatedNode node = fleet.any(dice);
        if (offline || !node.isOpen()) {
            again();
            return;
        }
        Call next = new Call(node);
        call = Optional.of(next);
        next.begin();
    }

    /** Mostly short, so that a wait comes to its end before something else ends it. */
    private Duration wished() {
        return dice.oneIn(3) ? LONGEST_WISH : Duration.ofMillis(dice.between(1_000, 15_000));
    }

    private void again() {
        world.in(dice.between(300, 2_000) * World.MILLI, actor, this::ask);
    }

    /** One request. */
    private final class Call implements SimulatedPolls.Client {
        private final SimulatedNode node;
        private final OptionalLong has = revision;
        private final Instant validUntil = until;
        private final Duration wish = wished();
        private final Wire toServer;
        private final Wire toClient;
        private final Runnable nodeEnds = this::nodeEnded;
        private Runnable gone = () -> {};
        private boolean isGone;
        private boolean waits;
        private long waitsSince;
        private int pauses;

        private Call(SimulatedNode node) {
            this.node = node;
            this.toServer = new Wire(world, dice, node.actor(), () -> !offline);
            this.toClient = new Wire(world, dice, actor, () -> !offline);
        }

        private void begin() {
            node.connected(nodeEnds);
            toServer.send(() -> node.polls().ask(this));
            world.in(wish.plus(PATIENCE), actor, this::giveUp);
        }

        private void nodeEnded() {
            toServer.end();
            toClient.send(this::lost);
        }

        /** The client hears nothing more, and the server learns that two seconds later. */
        private void lost() {
            if (isOpen()) {
                over();
                again();
                world.in(2 * World.SECOND, node.actor(), () -> {
                    isGone = true;
                    gone.run();
                });
            }
        }

        private boolean isOpen() {
            return call.filter(open -> open == this).isPresent();
        }

        private void over() {
            call = Optional.empty();
            node.disconnected(nodeEnds);
            toServer.end();
            toClient.end();
        }

        /** No wait lasts longer than the client asked for, whatever becomes of what it waits for; unless its server stands still. */
        private void giveUp() {
            World.Actor server = node.actor();
            boolean standsStill = pauses != server.pauses() || server.isAlone() || server.isDead();
            if (isOpen()
                    && waits
                    && !standsStill
                    && lasts() > wish.plus(TOO_LONG).toNanos()) {
                world.journal()
                        .fail(actor + " is kept waiting by " + node.name() + " for " + Duration.ofNanos(lasts()));
            }
            lost();
        }

        private long lasts() {
            return world.now() - waitsSince;
        }

        @Override
        public UserId user() {
            return user;
        }

        @Override
        public X509Certificate certificate() {
            return certificate;
        }

        @Override
        public Instant until() {
            return validUntil;
        }

        @Override
        public OptionalLong has() {
            return has;
        }

        @Override
        public Duration wish() {
            return wish;
        }

        @Override
        public void waits() {
            waits = true;
            waitsSince = world.now();
            pauses = node.actor().pauses();
        }

        @Override
        public void ends() {
            waits = false;
        }

        @Override
        public void whenGone(Runnable then) {
            gone = then;
            if (isGone) {
                then.run();
            }
        }

        @Override
        public void answered(PendingBadges pending) {
            toClient.send(() -> hear(pending));
        }

        @Override
        public void refused() {
            toClient.send(this::turnedAway);
        }

        @Override
        public void failed(RuntimeException why) {
            toClient.send(() -> {
                over();
                again();
            });
        }

        private void hear(PendingBadges pending) {
            over();
            Map<Long, Long> now = new TreeMap<>();
            pending.badges().forEach(badge -> now.put(badge.sender().value(), badge.amount()));
            truth.polled(SimulatedPoller.this, pending.revision(), now);
            revision = OptionalLong.of(pending.revision());
            shown = now;
            world.in(0, actor, SimulatedPoller.this::ask);
        }

        /** With a certificate that has ended it gets another one, and comes back with that. */
        private void turnedAway() {
            over();
            Instant now = SimulatedNode.BEGINNING.plusNanos(world.now());
            if (validUntil.isBefore(now.plus(SimulatedNode.MOST_SKEW))) {
                until = now.plus(RENEWED_FOR);
                again();
                return;
            }
            world.journal().say(actor + " is shut out");
            shutOut = true;
            if (!truth.mayBeShutOut(user, id.value())) {
                world.journal().fail(actor + " is shut out, and nobody said so");
            }
        }
    }
}
