package net.tensamin.omega.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cli.client.Badges;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.simulation.store.Row;
import net.tensamin.omega.simulation.store.Table;

/** What must be so once all is well: what is not is said in a sentence. */
record Rest(
        Fleet fleet,
        DatabaseServer database,
        List<SimulatedDevice> devices,
        List<SimulatedPoller> pollers,
        List<SimulatedOmikron> omikrons,
        List<UserId> users,
        Truth truth) {
    private static final long LONGEST_WORK = 60 * World.SECOND;

    private Optional<String> first(Stream<Supplier<Optional<String>>> checks) {
        return checks.flatMap(check -> check.get().stream()).findFirst();
    }

    Optional<String> missing() {
        return first(Stream.of(
                this::nodes,
                this::work,
                this::links,
                this::removals,
                this::sessions,
                this::polls,
                this::cursors,
                this::presence,
                truth::accountsFor));
    }

    Optional<String> missingAtOnce() {
        return first(Stream.of(this::links, this::sessions, this::polls, truth::accountsFor));
    }

    /** Nobody waits for ever. */
    private Optional<String> work() {
        return fleet.all().stream()
                .filter(node -> node.oldestNanos() > LONGEST_WORK)
                .map(node ->
                        node.name() + " has work that has not ended in " + node.oldestNanos() / World.SECOND + " s")
                .findFirst();
    }

    private Optional<String> nodes() {
        return fleet.all().stream()
                .filter(node -> !node.isOpen() || node.mailboxes().waiting() > 0)
                .map(node -> node.name() + " is not open, or has submissions that wait")
                .findFirst();
    }

    private Optional<String> links() {
        return omikrons.stream()
                .filter(omikron -> !omikron.isIdentified() || omikron.unanswered() > 0)
                .map(omikron -> omikron.actor() + " has no link, or " + omikron.unanswered() + " open requests")
                .findFirst();
    }

    private boolean isShutOut(UserId user, DeviceId device) {
        boolean revoked = database.database().rows(Table.REVOKED_DEVICE).stream()
                .anyMatch(row -> row.get("device_id").equals(device.value()));
        return revoked || isRemoved(user);
    }

    private Optional<String> polls() {
        return pollers.stream().flatMap(poller -> poll(poller).stream()).findFirst();
    }

    private Optional<String> poll(SimulatedPoller poller) {
        if (isShutOut(poller.user(), poller.id())) {
            return poller.isShutOut() ? Optional.empty() : Optional.of(poller + " is shut out, and was not told");
        }
        if (poller.isShutOut()) { // and was set free by a database that came back older, which nobody tells it
            return Optional.empty();
        }
        if (poller.isOverdue()) {
            return Optional.of(poller + " waits for longer than it asked for");
        }
        if (poller.shows(truth.revision(poller.user()), truth.pending(poller.user()))) {
            return Optional.empty();
        }
        return Optional.of(
                poller + " does not show what is stored, and " + (poller.waits() ? "waits" : "does not wait"));
    }

    /** Whether there is no such account any more. */
    private boolean isRemoved(UserId user) {
        return database.database().rows(Table.USERS).stream().noneMatch(row -> row.number("user_id") == user.value());
    }

    private boolean isBarred(UserId user) {
        return database.database().rows(Table.REMOVED_USER).stream()
                .anyMatch(row -> row.number("user_id") == user.value());
    }

    private Optional<String> sessions() {
        return devices.stream().flatMap(device -> session(device).stream()).findFirst();
    }

    private Optional<String> session(SimulatedDevice device) {
        boolean somewhere =
                fleet.all().stream().anyMatch(node -> node.sessions().hasSession(device.id()));
        if (isShutOut(device.user(), device.id())) {
            return somewhere ? Optional.of(device + " is shut out, and has a session") : Optional.empty();
        }
        if (device.hasToRenew()) {
            return Optional.of(device + " has a certificate that ends");
        }
        if (device.ending().isPresent()) {
            return truth.mayBeShutOut(device)
                    ? Optional.empty()
                    : Optional.of(
                            device + " has ended: " + device.ending().get().words());
        }
        if (!device.runs()) {
            return Optional.of(device + " has not started again yet");
        }
        if (fleet.all().stream().noneMatch(node -> hasAll(node, device))) {
            return Optional.of(device + " has no session that has all");
        }
        return shows(device);
    }

    /** Whether the session is one that the device knows, and not an earlier one. */
    private boolean hasAll(SimulatedNode node, SimulatedDevice device) {
        return device.server().filter(node.actor()::equals).isPresent()
                && node.sessions().hasAll(device.id(), truth.revision(device.user()));
    }

    private Optional<String> shows(SimulatedDevice device) {
        Badges badges = device.badges();
        return badges.shown().equals(truth.pending(device.user()))
                        && badges.revision() == truth.revision(device.user())
                        && badges.reads().isEmpty()
                ? Optional.empty()
                : Optional.of(device + " shows " + badges.json() + ", and pending are " + truth.pending(device.user())
                        + " at " + truth.revision(device.user()));
    }

    /** What a session has is proven by its next pongs; after the database came back older it may have to be proven once more, later. */
    private Optional<String> cursors() {
        if (truth.wasSetBack()) {
            return Optional.empty();
        }
        for (SimulatedDevice device : devices) {
            if (isShutOut(device.user(), device.id()) || device.ending().isPresent()) {
                continue;
            }
            long cursor = database.database().rows(Table.DEVICE).stream()
                    .filter(row -> row.get("device_id").equals(device.id().value()))
                    .mapToLong(row -> row.number("cursor_revision"))
                    .findFirst()
                    .orElse(0);
            if (cursor != truth.revision(device.user())) {
                return Optional.of("the cursor of " + device + " is at " + cursor + " and not at "
                        + truth.revision(device.user()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> removals() {
        return first(Stream.of(this::bars, this::leftovers));
    }

    /** An id is never anybody's again. */
    private Optional<String> bars() {
        return users.stream()
                .filter(user -> isRemoved(user) != isBarred(user))
                .map(user -> user + (isRemoved(user) ? " is removed, and not barred" : " is barred, and not removed"))
                .findFirst();
    }

    private Optional<String> leftovers() {
        return users.stream()
                .filter(this::isRemoved)
                .filter(user -> Stream.of(Table.MAILBOX, Table.DEVICE)
                                .flatMap(table -> database.database().rows(table).stream())
                                .anyMatch(row -> row.number("user_id") == user.value())
                        || database.database().rows(Table.PENDING_PAIR).stream().anyMatch(row -> isLeftOf(user, row)))
                .map(user -> "something is left of " + user + ", who is removed")
                .findFirst();
    }

    private static boolean isLeftOf(UserId user, Row pair) {
        return pair.number("receiver_id") == user.value()
                || pair.number("sender_id") == user.value() && pair.number("amount") > 0;
    }

    /** It has one, by which all nodes know what it has reported. */
    Optional<String> link(SimulatedOmikron omikron) {
        return omikron.isIdentified() ? presence() : Optional.of(omikron.actor() + " has no link");
    }

    /** An Omikron that is cut off reports nothing. */
    Optional<String> presence() {
        for (SimulatedNode node :
                fleet.all().stream().filter(each -> !each.actor().isDead()).toList()) {
            for (UserId user : users) {
                boolean reported = !isRemoved(user)
                        && omikrons.stream().anyMatch(omikron -> omikron.hasUser(user) && !omikron.isCut());
                if (node.isOnline(user) != reported) {
                    return Optional.of(node.name() + " has " + user + (reported ? " offline" : " online") + ", with "
                            + node.presence());
                }
            }
        }
        return Optional.empty();
    }
}
