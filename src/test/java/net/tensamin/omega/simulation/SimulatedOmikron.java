package net.tensamin.omega.simulation;

import java.security.KeyPair;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.omikron.SimulatedLinks;

/** A relay: has a link to one of the servers, tells what it knows of presence, and hands on notices and reads. */
final class SimulatedOmikron {
    private static final long SILENCE = 20 * World.SECOND;

    private final World world;
    private final Fleet fleet;
    private final Truth truth;
    private final World.Actor actor;
    private final Dice dice;
    private final long id;
    private final KeyPair key;
    private final Set<Long> iotas = new TreeSet<>();
    private final Set<UserId> users = new TreeSet<>(Comparator.comparingLong(UserId::value));
    private final Queue<Truth.Submission> unsent = new ArrayDeque<>();
    private Optional<Link> link = Optional.empty();
    private boolean cut;
    private int count;

    SimulatedOmikron(World world, Fleet fleet, Truth truth, long seed, long id, KeyPair key) {
        this.world = world;
        this.fleet = fleet;
        this.truth = truth;
        this.id = id;
        this.key = key;
        this.actor = new World.Actor("omikron " + id);
        this.dice = Dice.of(seed, actor.toString());
    }

    World.Actor actor() {
        return actor;
    }

    void start() {
        world.in(dice.between(0, World.SECOND), actor, this::connect);
    }

    void cut(boolean now) {
        cut = now;
    }

    /** Its process ends without a word; another one goes on with what it knew. */
    void crash() {
        link.ifPresent(Link::vanish);
    }

    boolean isCut() {
        return cut;
    }

    /** The Iota is connected here, or not any more; with it go its users. */
    void iota(long iota, boolean connected, Set<UserId> residents) {
        boolean changed = connected ? iotas.add(iota) : iotas.remove(iota);
        if (!changed) {
            return;
        }
        if (!connected) {
            residents.forEach(user -> user(user, false));
        }
        tell(connected ? "iota_connected" : "iota_disconnected", "\"iota_id\":" + iota);
    }

    boolean hasIota(long iota) {
        return iotas.contains(iota);
    }

    /** The user is connected here, or has said goodbye. */
    void user(UserId user, boolean connected) {
        boolean changed = connected ? users.add(user) : users.remove(user);
        if (changed) {
            truth.reported(user);
            world.journal().say(actor + (connected ? " has " : " has no more ") + user);
            tell(connected ? "user_connected" : "user_disconnected", "\"user_id\":" + user);
        }
    }

    boolean hasUser(UserId user) {
        return users.contains(user);
    }

    private void tell(String type, String data) {
        link.filter(open -> open.identified).ifPresent(open -> open.request(type, data, open::syncIfFailed));
    }

    /** What nobody answers is not known to have happened: an Omikron does not say it again. */
    void submit(Truth.Submission submission) {
        unsent.add(submission);
        flush();
    }

    private void flush() {
        link.filter(open -> open.identified).ifPresent(open -> {
            while (!unsent.isEmpty()) {
                open.submit(unsent.remove());
            }
        });
    }

    boolean isLinkedTo(SimulatedNode node) {
        return link.filter(open -> open.node == node).isPresent();
    }

    int unanswered() {
        return unsent.size() + link.map(open -> open.open.size()).orElse(0);
    }

    boolean isIdentified() {
        return link.filter(open -> open.identified).isPresent();
    }

    private void connect() {
        SimulatedNode node = fleet.any(dice);
        if (cut || !node.isOpen()) {
            again();
            return;
        }
        Link opened = new Link(node);
        link = Optional.of(opened);
        opened.begin();
    }

    private void again() {
        world.in(dice.between(300, 3_000) * World.MILLI, actor, this::connect);
    }

    private record Request(Consumer<Envelope> reply, Runnable lost) {}

    /** One connection. */
    private final class Link implements SimulatedLinks.Wire {
        private final SimulatedNode node;
        private final Wire toServer;
        private final Wire toOmikron;
        private final Map<String, Request> open = new HashMap<>();
        private final Runnable nodeEnds = this::broken;
        private Optional<SimulatedLinks.Link> server = Optional.empty();
        /** One thread brings the frames of a link: the next comes when it is back. */
        private final InTurn<String> received =
                new InTurn<>(() -> server.isPresent(), frame -> server.get().text(frame));

        private boolean identified;
        private boolean ended;
        private long heard = world.now();

        private Link(SimulatedNode node) {
            this.node = node;
            toServer = new Wire(world, dice, node.actor(), () -> !cut);
            toOmikron = new Wire(world, dice, actor, () -> !cut);
        }

        private void begin() {
            node.connected(nodeEnds);
            toServer.send(() -> server = Optional.of(node.links().open(this)));
            request("identification", "\"omikron\":" + id, reply -> {
                if (reply.type().equals("challenge")) {
                    String solution = SimulatedLinks.solution(reply.data(), key);
                    request("challenge_response", "\"challenge\":\"" + solution + "\"", this::identified);
                }
            });
            watch();
        }

        private void identified(Envelope reply) {
            if (reply.type().equals("identification_response")) {
                identified = true;
                world.journal().say(actor + " has identified to " + node.name());
                sync();
                flush();
            }
        }

        private void syncIfFailed(Envelope reply) {
            if (reply.isError()) {
                world.in(World.SECOND, actor, this::sync);
            }
        }

        private void sync() {
            if (!ended) {
                String data = "\"iota_ids\":" + iotas + ",\"user_ids\":"
                        + users.stream().map(UserId::toString).collect(Collectors.joining(",", "[", "]"));
                request("sync_client_iota_status", data, answer -> {});
            }
        }

        private void watch() {
            world.in(SILENCE / 4, actor, () -> {
                if (!ended && world.now() - heard > SILENCE) {
                    end();
                } else if (!ended) {
                    watch();
                }
            });
        }

        /** The server's machine says that there is no such connection any more. */
        private void broken() {
            toServer.end();
            world.in(Wire.delay(dice), actor, this::end);
        }

        private void end() {
            if (ended) {
                return;
            }
            world.journal().say(actor + " lost its link to " + node.name());
            toServer.send(this::endServer);
            over();
        }

        /** The server hears nothing more of it, and has to find out. */
        private void vanish() {
            if (!ended) {
                toServer.end();
                node.disconnected(nodeEnds);
                over();
            }
        }

        private void over() {
            ended = true;
            toOmikron.end();
            List<Request> unanswered = List.copyOf(open.values());
            open.clear();
            unanswered.forEach(request -> request.lost().run());
            link = Optional.empty();
            again();
        }

        private void endServer() {
            node.disconnected(nodeEnds);
            server.ifPresent(SimulatedLinks.Link::ended);
            server = Optional.empty();
        }

        private void submit(Truth.Submission submission) {
            truth.sent(submission);
            String data = submission.isNotice()
                    ? "\"sender_id\":" + submission.sender() + ",\"receiver_id\":" + submission.receiver()
                    : "\"sender_id\":" + submission.sender();
            String head = submission.isNotice() ? "" : "\"sender\":" + submission.receiver() + ",";
            Request answer =
                    new Request(reply -> truth.answered(submission, reply.type()), () -> truth.lost(submission));
            request(submission.isNotice() ? "push_notification" : "read_notification", head, data, answer);
        }

        private void request(String type, String data, Consumer<Envelope> reply) {
            request(type, "", data, new Request(reply, () -> {}));
        }

        private void request(String type, String head, String data, Request request) {
            String number = Integer.toString(++count);
            if (!Set.of("iota_disconnected", "user_connected", "user_disconnected", "sync_client_iota_status")
                    .contains(type)) {
                open.put(number, request);
            }
            say("{\"id\":\"" + number + "\",\"type\":\"" + type + "\"," + head + "\"data\":{" + data + "}}");
        }

        private void say(String frame) {
            toServer.send(() -> received.add(frame));
        }

        @Override
        public void send(List<String> frames) {
            frames.forEach(frame -> toOmikron.send(() -> hear(Envelope.parse(frame))));
        }

        private void hear(Envelope message) {
            heard = world.now();
            if (message.type().equals("ping")) {
                say("{\"id\":\"" + message.id() + "\",\"type\":\"pong\",\"data\":{\"last_ping\":0}}");
                return;
            }
            Request waiting = open.remove(message.id());
            if (waiting == null) { // a report, which is answered only if it failed
                syncIfFailed(message);
            } else {
                waiting.reply().accept(message);
            }
        }

        @Override
        public void close(int code) {
            world.in(0, node.actor(), this::endServer);
            toOmikron.send(this::end);
        }
    }
}
