package net.tensamin.omega.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cli.Envelope;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.simulation.store.Row;

/** What was asked, answered, committed, shown: what is promised (SPEC §4) holds after each step, or the history fails. */
final class Truth {
    private static final long NEVER = Long.MAX_VALUE;

    /** By then the last messages of what was lost have come. */
    private static final long SET_BACK_IS_KNOWN = 3 * World.SECOND;

    /** As long as a network takes at most. */
    private static final long STILL_UNDER_WAY = 5 * World.SECOND;

    private final World world;
    private final Claims claims;
    private final List<Submission> submissions = new ArrayList<>();
    private final List<DeviceRead> deviceReads = new ArrayList<>();
    private final Map<UserId, Long> reported = new HashMap<>();
    private final Map<UserId, Long> committed = new HashMap<>();
    private final Map<UserId, Long> highest = new HashMap<>();
    private final Map<Pair, Badges.Pending> pairs = new HashMap<>();
    private final Map<String, SimulatedDevice> devices = new HashMap<>();
    private final Map<SimulatedDevice, Badges> shown = new HashMap<>();
    private final Set<String> revoked = new HashSet<>();
    private final Set<UserId> removed = new HashSet<>();
    private final Map<String, Long> claimed = new HashMap<>();
    private final Map<String, Long> highestClaim = new HashMap<>();
    private final Map<String, Long> claimedBefore = new HashMap<>();
    private OptionalLong setBack = OptionalLong.empty();

    /** A receiver and a sender. */
    record Pair(UserId receiver, UserId sender) {}

    /** A notice or a read of an Omikron. */
    static final class Submission {
        private final boolean notice;
        private final UserId receiver;
        private final UserId sender;
        private long sent = NEVER;
        private long ended = NEVER;
        private boolean acknowledged;
        private boolean refused;
        private boolean mayBeSuppressed;

        Submission(boolean notice, UserId receiver, UserId sender) {
            this.notice = notice;
            this.receiver = receiver;
            this.sender = sender;
        }

        boolean isNotice() {
            return notice;
        }

        UserId receiver() {
            return receiver;
        }

        UserId sender() {
            return sender;
        }

        private boolean isOf(Pair pair) {
            return receiver.equals(pair.receiver()) && sender.equals(pair.sender());
        }
    }

    /**
     * A read on a device, until the device owes it to nobody, and no server has a request for it that it has not answered: such a one may lie with a
     * server whose database is away, and says no revision, so that it also reads what has come since.
     */
    private static final class DeviceRead {
        private final SimulatedDevice device;
        private final Pair pair;
        private final Set<String> unanswered = new HashSet<>();
        private long asked = NEVER;
        private boolean begun;
        private boolean owed = true;
        private long ended = NEVER;

        private DeviceRead(SimulatedDevice device, Pair pair) {
            this.device = device;
            this.pair = pair;
        }

        private void asks(String request, long now) {
            unanswered.add(request);
            asked = now;
        }

        private void settle(long now) {
            if (ended == NEVER && !owed && unanswered.isEmpty()) {
                ended = now;
            }
        }
    }

    Truth(World world) {
        this.world = world;
        this.claims = new Claims(world);
    }

    void knows(SimulatedDevice device) {
        devices.put(device.id().value(), device);
    }

    private void require(boolean condition, String otherwise) {
        if (!condition) {
            world.journal().fail(otherwise);
        }
    }

    void reported(UserId user) {
        reported.put(user, world.now());
    }

    private boolean mayCountAsOnline(UserId user) {
        return reported.containsKey(user);
    }

    void sent(Submission submission) {
        submission.sent = world.now();
        submission.mayBeSuppressed = mayCountAsOnline(submission.receiver);
        submissions.add(submission);
        world.journal()
                .say((submission.notice ? "notice " : "read ") + submission.sender + " > " + submission.receiver);
    }

    void answered(Submission submission, String type) {
        submission.ended = world.now();
        submission.mayBeSuppressed |= mayCountAsOnline(submission.receiver);
        submission.acknowledged = !type.startsWith("error");
        submission.refused = type.equals("error_invalid_user_id");
        world.journal()
                .say((submission.notice ? "notice " : "read ") + submission.sender + " > " + submission.receiver
                        + " is answered " + type);
        if (submission.refused) {
            require(
                    removed.contains(submission.receiver) || removed.contains(submission.sender),
                    "a user that exists is said not to");
        }
    }

    /** One that users who exist are sure to have had answered, and not with an error. */
    Optional<String> refusal(Submission submission) {
        boolean mayFail = removed.contains(submission.receiver) || removed.contains(submission.sender);
        return submission.acknowledged || mayFail
                ? Optional.empty()
                : Optional.of("what " + submission.sender + " had for " + submission.receiver + " was not taken");
    }

    /** What becomes of it is not known. */
    void lost(Submission submission) {
        world.journal().say("no answer to a submission");
    }

    void deviceReads(SimulatedDevice device, UserId sender) {
        world.journal().say(device + " reads what " + sender + " wrote");
        deviceReads.add(new DeviceRead(device, new Pair(device.user(), sender)));
    }

    /** What the user asked for reaches the client, which was paused perhaps. */
    void beginsToRead(SimulatedDevice device, UserId sender) {
        open(device).filter(read -> read.pair.sender().equals(sender)).forEach(read -> read.begun = true);
    }

    private Stream<DeviceRead> open(SimulatedDevice device) {
        return deviceReads.stream().filter(read -> read.device == device && read.ended == NEVER);
    }

    /** The client asks for it, on a connection that may end before the answer. */
    void asksToRead(SimulatedDevice device, UserId sender, String request) {
        open(device).filter(read -> read.pair.sender().equals(sender)).forEach(read -> read.asks(request, world.now()));
    }

    void answered(SimulatedDevice device, String request) {
        open(device).filter(read -> read.unanswered.remove(request)).forEach(read -> read.settle(world.now()));
    }

    /** No server has anything that waits: what was asked for before is over, answered or not. */
    void nothingWaits() {
        deviceReads.stream()
                .filter(read -> read.asked == NEVER || read.asked + STILL_UNDER_WAY < world.now())
                .forEach(read -> {
                    read.unanswered.clear();
                    read.settle(world.now());
                });
    }

    /** The database has lost what was committed since a while. */
    void setBack(List<Row> mailboxes, List<Row> stored) {
        setBack = OptionalLong.of(world.now());
        claims.setBack();
        claimedBefore.putAll(highestClaim);
        committed.clear();
        pairs.clear();
        mailboxes.forEach(row -> committed(null, row, Optional.empty()));
        stored.forEach(row -> committed(null, row, Optional.empty()));
    }

    boolean wasSetBack() {
        return setBack.isPresent();
    }

    void revoked(String device) {
        revoked.add(device);
    }

    void removed(UserId user) {
        removed.add(user);
    }

    boolean mayBeRemoved(UserId user) {
        return removed.contains(user);
    }

    boolean mayBeShutOut(SimulatedDevice device) {
        return mayBeShutOut(device.user(), device.id().value());
    }

    boolean mayBeShutOut(UserId user, String device) {
        return revoked.contains(device) || removed.contains(user);
    }

    /**
     * A row has changed in the database, for good.
     *
     * @param writer who changed it, if a node did
     */
    void committed(Row before, Row after, Optional<World.Actor> writer) {
        Row row = after == null ? before : after;
        if (row.columns().containsKey("amount")) {
            committedPair(row, after);
        } else if (row.columns().containsKey("cursor_revision") && after != null) {
            committedCursor(after);
            committedClaim(before, after);
            writer.ifPresent(node -> Optional.ofNullable(devices.get((String) after.get("device_id")))
                    .ifPresent(device -> claims.committed(device, before, after, node)));
        } else if (row.columns().containsKey("revision")) {
            committedMailbox(row, after);
        }
    }

    private void committedPair(Row row, Row after) {
        Pair pair = new Pair(new UserId(row.number("receiver_id")), new UserId(row.number("sender_id")));
        Badges.Pending before = pairs.get(pair);
        if (after == null) {
            pairs.remove(pair);
            return;
        }
        Badges.Pending now = new Badges.Pending(after.number("amount"), after.number("revision"));
        require(before == null || before.revision() < now.revision(), "a pair's revision does not grow: " + pair);
        pairs.put(pair, now);
    }

    private void committedMailbox(Row row, Row after) {
        UserId user = new UserId(row.number("user_id"));
        if (after == null) {
            committed.remove(user);
            return;
        }
        long revision = after.number("revision");
        require(committed.getOrDefault(user, 0L) <= revision, "the revision of " + user + " falls");
        committed.put(user, revision);
        highest.merge(user, revision, Math::max);
    }

    /** What a device has proven is on its disk, if it never lost that. */
    private void committedCursor(Row row) {
        SimulatedDevice device = devices.get((String) row.get("device_id"));
        if (device != null && device.isEnduring() && !wasSetBack()) {
            require(
                    row.number("cursor_revision") <= device.disk().revision(),
                    "the cursor of " + device + " is at " + row.number("cursor_revision") + ", its disk at "
                            + device.disk().revision());
        }
    }

    /**
     * Whoever claims a device after the database came back older moves its cursor by what that database has, and nobody else moves it, if the claim's
     * number is new: one that was given out before, in what is lost, fences nothing (decisions/a-database-that-came-back-older.md).
     */
    private void committedClaim(Row before, Row after) {
        String device = (String) after.get("device_id");
        long claim = after.number("claim");
        if (before == null || before.number("claim") != claim) {
            claimed.put(device, world.now());
        } else if (wasSetBack()
                && claim > claimedBefore.getOrDefault(device, 0L)
                && claimed.getOrDefault(device, 0L) > setBack.getAsLong() + SET_BACK_IS_KNOWN
                && after.number("cursor_revision") > before.number("cursor_revision")) {
            require(
                    after.number("cursor_revision") <= revision(new UserId(after.number("user_id"))),
                    "the cursor of device " + device + " rises past its mailbox, to "
                            + after.number("cursor_revision"));
        }
        highestClaim.merge(device, claim, Math::max);
    }

    /**
     * What a server says on a connection.
     *
     * @param before the revision of the badge before, on the same connection
     * @return that of this one
     */
    long heard(SimulatedDevice device, Envelope message, long before) {
        boolean badge = message.type().equals("push_notification")
                || message.type().equals("read_notification")
                        && message.whole("revision").isPresent();
        if (!badge) {
            return before;
        }
        long revision = message.whole("revision").orElseThrow();
        long amount = message.whole("amount").orElseThrow();
        UserId sender = UserId.parse(message.data("sender_id"));
        world.journal().say(device + " hears " + amount + " of " + sender + " at " + revision);
        require(
                revision > before || wasSetBack(),
                device + " hears " + revision + " after " + before + " on one connection");
        require(
                revision <= highest.getOrDefault(device.user(), 0L),
                device + " hears of revision " + revision + ", which is not committed");
        Badges.Pending stored = pairs.get(new Pair(device.user(), sender));
        require(
                stored == null || wasSetBack() || stored.revision() != revision || stored.amount() == amount,
                device + " hears that " + amount + " are pending, and " + stored + " is committed");
        return revision;
    }

    /** A device shows something else now. */
    void shows(SimulatedDevice device, Badges badges) {
        Badges before = shown.getOrDefault(device, Badges.NONE);
        shown.put(device, badges);
        require(
                badges.revision() >= before.revision() || wasSetBack(),
                device + " forgets revisions, and nothing was set back");
        badges.pending().forEach((sender, state) -> {
            Badges.Pending known = before.pending().get(sender);
            require(
                    known == null || known.revision() <= state.revision() || wasSetBack(),
                    "an older badge of " + sender + " rises on " + device);
        });
        open(device)
                .filter(read -> read.begun)
                .filter(read -> !badges.reads().containsKey(read.pair.sender().value()))
                .forEach(read -> {
                    read.owed = false;
                    read.settle(world.now());
                });
    }

    /** What one that polls is told is pending: with the revision that is committed, it is what is. */
    void polled(SimulatedPoller poller, long revision, Map<Long, Long> pending) {
        world.journal().say(poller + " hears " + pending + " at " + revision);
        require(
                revision <= highest.getOrDefault(poller.user(), 0L),
                poller + " hears of revision " + revision + ", which is not committed");
        require(
                wasSetBack() || revision != revision(poller.user()) || pending.equals(pending(poller.user())),
                poller + " hears at " + revision + " that " + pending + " are pending, and " + pending(poller.user())
                        + " are committed");
    }

    /** A server has told it that it knows who it is. */
    void identified(SimulatedDevice device, SimulatedNode node) {
        world.journal().say(device + " has identified to " + node.name());
        claims.identified(device, node.actor());
    }

    /** It has nothing left of what it showed. */
    void forgets(SimulatedDevice device, Badges disk) {
        shown.put(device, disk);
    }

    /** What is stored of each pair is what was acknowledged, each once, and may be what nobody answered. */
    Optional<String> accountsFor() {
        Set<Pair> asked = new HashSet<>();
        submissions.forEach(each -> asked.add(new Pair(each.receiver, each.sender)));
        return asked.stream()
                .filter(pair -> !removed.contains(pair.receiver()) && !removed.contains(pair.sender()))
                .sorted(Comparator.<Pair>comparingLong(pair -> pair.receiver().value())
                        .thenComparing(pair -> pair.sender().value()))
                .flatMap(pair -> accountFor(pair).stream())
                .findFirst();
    }

    private Optional<String> accountFor(Pair pair) {
        long amount =
                Optional.ofNullable(pairs.get(pair)).map(Badges.Pending::amount).orElse(0L);
        long least = least(pair);
        long most = most(pair);
        return amount >= least && amount <= most
                ? Optional.empty()
                : Optional.of("of " + pair.sender() + ", " + pair.receiver() + " has " + amount
                        + " pending, which must be " + least + " to " + most);
    }

    /** Acknowledged after every read was over, and surely to be stored. */
    private long least(Pair pair) {
        long lastRead = Math.max(
                submissions.stream()
                        .filter(each -> !each.notice && each.isOf(pair) && !each.refused)
                        .mapToLong(each -> each.ended)
                        .max()
                        .orElse(-1),
                deviceReads.stream()
                        .filter(read -> read.pair.equals(pair))
                        .mapToLong(read -> read.ended)
                        .max()
                        .orElse(-1));
        long since = Math.max(lastRead, setBack.orElse(-1));
        return notices(pair)
                .filter(each -> each.acknowledged && !each.mayBeSuppressed && each.sent > since)
                .count();
    }

    /** What was not over when the last read that is acknowledged was asked for. */
    private long most(Pair pair) {
        long read = submissions.stream()
                .filter(each -> !each.notice && each.acknowledged && each.isOf(pair))
                .mapToLong(each -> each.sent)
                .filter(sent -> sent > setBack.orElse(-1))
                .max()
                .orElse(-1);
        return notices(pair)
                .filter(each -> !each.refused && (each.ended > read || each.mayBeSuppressed))
                .count();
    }

    private Stream<Submission> notices(Pair pair) {
        return submissions.stream().filter(each -> each.notice && each.isOf(pair));
    }

    /** What a user has pending, as it is committed: sender, and how much. */
    Map<Long, Long> pending(UserId user) {
        Map<Long, Long> pending = new TreeMap<>();
        pairs.forEach((pair, state) -> {
            if (pair.receiver().equals(user) && state.amount() > 0) {
                pending.put(pair.sender().value(), state.amount());
            }
        });
        return pending;
    }

    long revision(UserId user) {
        return committed.getOrDefault(user, 0L);
    }
}
