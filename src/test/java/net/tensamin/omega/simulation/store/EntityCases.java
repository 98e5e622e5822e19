package net.tensamin.omega.simulation.store;

import static net.tensamin.omega.simulation.store.Table.BATCH_MARK;
import static net.tensamin.omega.simulation.store.Table.DEVICE;
import static net.tensamin.omega.simulation.store.Table.IOTA;
import static net.tensamin.omega.simulation.store.Table.MAILBOX;
import static net.tensamin.omega.simulation.store.Table.REMOVAL_COUNT;
import static net.tensamin.omega.simulation.store.Table.REMOVED_SENDER;
import static net.tensamin.omega.simulation.store.Table.REMOVED_USER;
import static net.tensamin.omega.simulation.store.Table.REVOKED_DEVICE;
import static net.tensamin.omega.simulation.store.Table.USERS;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import net.tensamin.omega.simulation.store.Table.Key;

/** What is done with entities themselves: found, found and locked, changed, made. */
final class EntityCases {
    private static final Map<Table, Class<?>> TYPES = new TreeMap<>(Map.of(
            USERS, type("account.User"),
            IOTA, type("account.Iota"),
            MAILBOX, type("mailbox.Mailbox"),
            BATCH_MARK, type("mailbox.BatchMark"),
            DEVICE, type("device.Device"),
            REVOKED_DEVICE, type("device.RevokedDevice"),
            REMOVED_USER, type("account.RemovedUser"),
            REMOVED_SENDER, type("mailbox.RemovedSender")));

    private static final Map<String, Function<View, Optional<Step>>> ALL = new TreeMap<>();

    static {
        ALL.put("find USERS", view -> find(USERS, USERS.key(view.user())));
        ALL.put("find IOTA", view -> find(IOTA, IOTA.key(view.iota())));
        ALL.put("find REVOKED_DEVICE", view -> find(REVOKED_DEVICE, REVOKED_DEVICE.key(view.device())));
        ALL.put("find REMOVED_USER", view -> find(REMOVED_USER, REMOVED_USER.key(view.user())));
        ALL.put("lock BATCH_MARK", view -> lock(BATCH_MARK, BATCH_MARK.key(view.batcher())));
        ALL.put("lock DEVICE", view -> lock(DEVICE, DEVICE.key(view.user(), view.device())));
        ALL.put(
                "change BATCH_MARK",
                view -> change(BATCH_MARK, BATCH_MARK.key(view.batcher()), "last_batch", view.small()));
        ALL.put("change DEVICE", view -> change(DEVICE, DEVICE.key(view.user(), view.device()), "claim", view.small()));
        ALL.put(
                "persist BATCH_MARK",
                view -> persist(view, BATCH_MARK, "batcher", view.batcher(), "last_batch", 0L, "used_at", view.time()));
        ALL.put(
                "persist REVOKED_DEVICE",
                view -> persist(view, REVOKED_DEVICE, "device_id", view.device(), "revoked_at", view.time()));
        ALL.put("persist REMOVED_SENDER", view -> persist(view, REMOVED_SENDER, "user_id", view.user()));
        ALL.put("persist MAILBOX", EntityCases::mailbox);
        ALL.put("persist DEVICE", EntityCases::device);
        ALL.put("persist REMOVED_USER", EntityCases::removed);
    }

    private EntityCases() {}

    /** Empty where the server would not do it now. */
    static Optional<Step> of(String name, View view) {
        return ALL.get(name).apply(view);
    }

    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName("net.tensamin.omega." + name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Step> find(Table table, Key key) {
        return Optional.of(new Step("find " + table, key.values().toString(), entities -> {
            Object found =
                    entities.find(TYPES.get(table), Mapping.of(TYPES.get(table)).id(key));
            return found == null ? "none" : found;
        }));
    }

    private static Optional<Step> lock(Table table, Key key) {
        return Optional.of(new Step("lock " + table, key.values().toString(), entities -> {
            Mapping mapping = Mapping.of(TYPES.get(table));
            Object found = entities.find(TYPES.get(table), mapping.id(key), LockModeType.PESSIMISTIC_WRITE);
            return found == null ? "none" : found;
        }));
    }

    private static Optional<Step> change(Table table, Key key, String column, long value) {
        return Optional.of(new Step("change " + table, key.values() + " " + column + " to " + value, entities -> {
            Mapping mapping = Mapping.of(TYPES.get(table));
            Object found = entities.find(TYPES.get(table), mapping.id(key), LockModeType.PESSIMISTIC_WRITE);
            if (found != null) {
                mapping.set(found, column, value);
                entities.flush();
            }
            return found == null ? "none" : found;
        }));
    }

    private static Optional<Step> persist(Table table, Object... namesAndValues) {
        Row row = Row.of(namesAndValues);
        return Optional.of(new Step("persist " + table, row.columns().toString(), entities -> {
            entities.persist(Mapping.of(TYPES.get(table)).entity(row));
            entities.flush();
            return "done";
        }));
    }

    private static Optional<Step> persist(View view, Table table, Object... namesAndValues) {
        return Optional.of(table.keyOf(Row.of(namesAndValues)))
                .filter(view::mayInsert)
                .flatMap(key -> persist(table, namesAndValues));
    }

    /** Made by whoever has its user's account locked. */
    private static Optional<Step> mailbox(View view) {
        long user = view.user();
        return Optional.of(user)
                .filter(any -> view.owns(USERS.key(user)) && view.exists(USERS.key(user)))
                .filter(any -> !view.exists(MAILBOX.key(user)))
                .flatMap(any -> persist(MAILBOX, "user_id", user, "revision", 0L));
    }

    private static Optional<Step> device(View view) {
        Key key = DEVICE.key(view.user(), view.device());
        return Optional.of(key)
                .filter(any -> view.owns(USERS.key(key.values().get(0))) && !view.exists(key))
                .flatMap(any -> persist(
                        DEVICE,
                        "user_id",
                        key.values().get(0),
                        "device_id",
                        key.values().get(1),
                        "cursor_revision",
                        view.small(),
                        "claim",
                        view.small()));
    }

    /** With the number that was counted for it. */
    private static Optional<Step> removed(View view) {
        Key count = REMOVAL_COUNT.key(1L);
        long number = view.find(count).map(row -> row.number("last_number")).orElse(0L);
        return Optional.of(view.user())
                .filter(user -> view.owns(count) && !view.exists(REMOVED_USER.key(user)))
                .filter(user ->
                        view.rows(REMOVED_USER).stream().noneMatch(row -> row.number("removal_number") == number))
                .flatMap(user ->
                        persist(REMOVED_USER, "user_id", user, "removal_number", number, "removed_at", view.time()));
    }
}
