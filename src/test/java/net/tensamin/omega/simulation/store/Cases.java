package net.tensamin.omega.simulation.store;

import static net.tensamin.omega.simulation.store.Table.DEVICE;
import static net.tensamin.omega.simulation.store.Table.MAILBOX;
import static net.tensamin.omega.simulation.store.Table.PENDING_PAIR;
import static net.tensamin.omega.simulation.store.Table.USERS;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Each named query that is modelled, with what it may be given. What the server never does, such as to write a pair of a mailbox that it has not
 * locked, is not tried: the model knows no foreign keys.
 */
final class Cases {
    private static final Map<String, Function<View, Optional<Step>>> ALL = new TreeMap<>();

    /** Those that lock nothing. */
    private static final Set<String> READING = new TreeSet<>();

    /** Those whose rows have an order. Where others are in another one than in the model, nobody may care. */
    private static final Set<String> ORDERED = Set.of(
            "User.lock",
            "User.lockFree",
            "User.idsOfIota",
            "Mailbox.lock",
            "Mailbox.lockFree",
            "Mailbox.lockReceivers",
            "PendingPair.since",
            "PendingPair.pendingBefore",
            "PendingPair.receiversOfSender",
            "BatchMark.batchers",
            "Device.lockFree",
            "Device.lockFreeOfUsers",
            "RemovedUser.from",
            "RemovedSender.free");

    static {
        accounts();
        mailboxes();
        pairs();
        devices();
        removals();
    }

    private Cases() {}

    /** The names of those that have one. */
    static Set<String> names() {
        return new TreeSet<>(ALL.keySet());
    }

    /** Those of them that lock rows. */
    static Set<String> locking() {
        Set<String> names = names();
        names.removeAll(READING);
        return names;
    }

    /** Empty where the server would not do it now. */
    static Optional<Step> of(String name, View view) {
        return ALL.get(name).apply(view);
    }

    static Outcome outcome(Step step, EntityManager entities) {
        Object result = step.work().apply(entities);
        return result instanceof List<?> rows && !ORDERED.contains(step.name())
                ? Outcome.ofAnyOrder(rows)
                : Outcome.of(result);
    }

    private static void select(String name, Function<View, Object[]> given) {
        if (!name.contains(".lock")) {
            READING.add(name);
        }
        ALL.put(name, view -> Optional.of(step(name, given.apply(view), Query::getResultList)));
    }

    private static void update(String name, Function<View, Object[]> given) {
        update(name, given, some -> true);
    }

    private static void update(String name, Function<View, Object[]> given, Predicate<Object[]> done) {
        ALL.put(name, view -> Optional.of(given.apply(view))
                .filter(done)
                .map(parameters -> step(name, parameters, Query::executeUpdate)));
    }

    /** @param given values in the order of their numbers, or names and values */
    private static Step step(String name, Object[] given, Function<Query, Object> way) {
        return new Step(name, Arrays.deepToString(given), entities -> {
            Query query = entities.createNamedQuery(name);
            boolean named = given.length > 0 && given[0] instanceof String first && first.startsWith(":");
            for (int i = 0; i < given.length; i += named ? 2 : 1) {
                if (named) {
                    query.setParameter(((String) given[i]).substring(1), given[i + 1]);
                } else {
                    query.setParameter(i + 1, given[i]);
                }
            }
            return way.apply(query);
        });
    }

    private static Object[] given(Object... values) {
        return values;
    }

    private static void accounts() {
        select("User.count", view -> given(":id", view.user()));
        for (String name : List.of("User.lock", "User.lockFree", "User.present", "User.homes")) {
            select(name, view -> given((Object) view.users()));
        }
        select("User.idsOfIota", view -> given(":iota", view.iota()));
        select("Iota.users", view -> given((Object) new Long[] {view.iota(), 103L}));
        ALL.put("User.remove", view -> Optional.of(view.user())
                .filter(user -> view.owns(USERS.key(user)) && !view.exists(MAILBOX.key(user)))
                .map(user -> step("User.remove", given(":id", user), Query::executeUpdate)));
    }

    private static void mailboxes() {
        for (String name : List.of("Mailbox.receivers", "Mailbox.lockReceivers", "Mailbox.lockFree", "Mailbox.lock")) {
            select(name, view -> given((Object) view.users()));
        }
        select("Mailbox.revisions", view -> given(":receivers", List.of(view.users())));
        update("Mailbox.write", view -> {
            Long[] users = inNoOrder(
                    view,
                    Arrays.stream(view.users()).filter(view::mayWriteMailboxOf).toArray(Long[]::new));
            return given(users, each(users, view::nextRevision));
        });
        ALL.put("Mailbox.remove", view -> Optional.of(view.user())
                .filter(user -> view.owns(MAILBOX.key(user)))
                .filter(user -> view.rows(PENDING_PAIR).stream().noneMatch(pair -> pair.number("receiver_id") == user))
                .map(user -> step("Mailbox.remove", given(":receiver", user), Query::executeUpdate)));
        select("BatchMark.batchers", view -> given());
        update(
                "BatchMark.move",
                view -> given(
                        ":sequence",
                        view.small(),
                        ":now",
                        view.time(),
                        ":batcher",
                        view.batcher(),
                        ":former",
                        view.small()));
    }

    /** One user, or those whose mailboxes are locked: in which order others would be waited for is nobody's promise. */
    private static Long[] inNoOrder(View view, Long[] users) {
        return users.length == 1
                ? users
                : Arrays.stream(users)
                        .filter(user -> view.owns(MAILBOX.key(user)) || !view.exists(MAILBOX.key(user)))
                        .toArray(Long[]::new);
    }

    private static void pairs() {
        select("PendingPair.ofKeys", view -> {
            Long[] receivers = view.users();
            return given(receivers, each(receivers, view::user));
        });
        ALL.put("PendingPair.write", view -> {
            Long[] receivers = Arrays.stream(view.users())
                    .filter(user -> view.owns(MAILBOX.key(user)) && view.exists(MAILBOX.key(user)))
                    .toArray(Long[]::new);
            return Optional.of(given(
                            receivers,
                            each(receivers, view::user),
                            each(receivers, view::small),
                            each(receivers, view::nextRevision),
                            view.time().atOffset(ZoneOffset.UTC)))
                    .filter(some -> receivers.length > 0)
                    .map(some -> step("PendingPair.write", some, Query::executeUpdate));
        });
        select("PendingPair.since", view -> given(view.user(), view.nextRevision() / 2));
        select(
                "PendingPair.pendingBefore",
                view -> given(view.user(), view.nextRevision() - view.small(), 1 + (int) view.small()));
        select("PendingPair.receiversOfSender", view -> given(view.user(), view.small()));
        ALL.put("PendingPair.remove", view -> Optional.of(view.user())
                .filter(user -> view.owns(MAILBOX.key(user)))
                .map(user -> step("PendingPair.remove", given(":receiver", user), Query::executeUpdate)));
    }

    private static Long[] each(Long[] some, Supplier<Long> number) {
        return Arrays.stream(some).map(any -> number.get()).toArray(Long[]::new);
    }

    private static void devices() {
        select("Device.opening", view -> given(":user", view.user(), ":device", view.device()));
        for (String name : List.of("Device.known", "Device.lockFree")) {
            select(name, view -> {
                Long[] users = view.users();
                return given(users, names(users, view));
            });
        }
        for (String name : List.of("Device.ofUsers", "Device.lockFreeOfUsers")) {
            select(name, view -> given((Object) view.users()));
        }
        update("Device.takeBack", view -> given(":users", List.of(view.users())));
        update("DeviceNetwork.forget", view -> given(":device", view.device()));
        update("Device.forget", view -> given(":user", view.user()));
        ALL.put("Device.advance", Cases::advance);
        select("RevokedDevice.count", view -> given());
        select("RevokedDevice.all", view -> given());
    }

    private static String[] names(Long[] users, View view) {
        return Arrays.stream(users).map(user -> view.device()).toArray(String[]::new);
    }

    /** In order of user, of devices that are locked, or that are new and whose user's account is. */
    private static Optional<Step> advance(View view) {
        Long[] all = Arrays.stream(view.users()).sorted().toArray(Long[]::new);
        String device = view.device();
        Long[] users = Arrays.stream(all)
                .filter(user ->
                        view.owns(view.exists(DEVICE.key(user, device)) ? DEVICE.key(user, device) : USERS.key(user)))
                .toArray(Long[]::new);
        Object[] given = given(
                users,
                Arrays.stream(users).map(user -> device).toArray(String[]::new),
                each(users, view::small),
                Arrays.stream(users).map(user -> view.time().toString()).toArray(String[]::new),
                each(users, view::small));
        return Optional.of(given)
                .filter(some -> users.length > 0)
                .map(some -> step("Device.advance", some, Query::executeUpdate));
    }

    private static void removals() {
        select("RemovedUser.from", view -> given(":number", view.small()));
        update("RemovedUser.countOne", view -> given());
        select("RemovedUser.last", view -> given());
        select("RemovedSender.free", view -> given(":now", view.time()));
        select("RemovedSender.count", view -> given());
        update("RemovedSender.take", view -> given(":sender", view.user(), ":now", view.time(), ":until", view.time()));
        update("RemovedSender.keep", view -> given(":sender", view.user(), ":until", view.time()));
        update("RemovedSender.forget", view -> given(":sender", view.user()));
    }
}
