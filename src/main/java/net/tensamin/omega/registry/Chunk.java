package net.tensamin.omega.registry;

import jakarta.persistence.EntityManager;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserContent;

/**
 * What the accounts of one import meet in the registry, read with a number of statements that does not depend on theirs; those that come
 * earlier in it are met by those that come later.
 */
final class Chunk implements Neighbours {
    private final Map<Kind<?, ?>, Map<Long, Object>> stored = new HashMap<>();
    private final Map<String, Long> names = new HashMap<>();
    private final Set<Long> iotas = new HashSet<>();

    /** @param assumed Iotas that are taken for made */
    Chunk(EntityManager entities, List<ImportLine> lines, Set<Long> assumed) {
        iotas.addAll(assumed);
        for (Kind<?, ?> kind : List.of(Iotas.KIND, Omikrons.KIND, Users.KIND)) {
            stored.put(kind, new HashMap<>(find(entities, kind, ids(lines, kind))));
        }
        Set<Long> homes = lines.stream()
                .filter(line -> line.kind() == Users.KIND)
                .map(line -> new Members(line.members()).number("iota_id"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        iotas.addAll(find(entities, Iotas.KIND, homes).keySet());
        stored.get(Iotas.KIND).keySet().forEach(iotas::add);
        Set<String> keys = lines.stream().flatMap(line -> key(line).stream()).collect(Collectors.toSet());
        findNamed(entities, keys).forEach(user -> {
            names.put(User.key(user.username()), user.id().value());
            stored.get(Users.KIND).put(user.id().value(), user);
        });
    }

    private static Set<Long> ids(List<ImportLine> lines, Kind<?, ?> kind) {
        return lines.stream()
                .filter(line -> line.kind() == kind && line.id() != 0)
                .map(ImportLine::id)
                .collect(Collectors.toSet());
    }

    private static Optional<String> key(ImportLine line) {
        return Optional.ofNullable(line.kind() == Users.KIND ? new Members(line.members()).text("username") : null)
                .map(User::key);
    }

    private static <E, C extends Record> Map<Long, E> find(EntityManager entities, Kind<E, C> kind, Set<Long> ids) {
        if (ids.isEmpty()) {
            return Map.of();
        }
        return entities.createQuery(
                        "select e from " + kind.type().getSimpleName() + " e where e.id in :ids", kind.type())
                .setParameter("ids", ids)
                .getResultStream()
                .collect(Collectors.toMap(kind::id, found -> found));
    }

    private static Stream<User> findNamed(EntityManager entities, Set<String> keys) {
        return keys.isEmpty()
                ? Stream.empty()
                : entities.createNamedQuery(User.OF_KEYS, User.class)
                        .setParameter("keys", keys)
                        .getResultStream();
    }

    @Override
    public boolean isTaken(String username, long id) {
        Long owner = names.get(User.key(username));
        return owner != null && owner != id;
    }

    @Override
    public boolean hasIota(long id) {
        return iotas.contains(id);
    }

    /** The user that has this name, in any case; 0 for none. */
    long named(String username) {
        return username == null ? 0 : names.getOrDefault(User.key(username), 0L);
    }

    /** Null for none. */
    <E, C extends Record> E find(Kind<E, C> kind, long id) {
        return kind.type().cast(stored.get(kind).get(id));
    }

    /** @param before what it was; null for nothing */
    <E, C extends Record> void put(Kind<E, C> kind, long id, E account, C before, C after) {
        stored.get(kind).put(id, account);
        if (kind == Iotas.KIND) {
            iotas.add(id);
        }
        if (before instanceof UserContent former) {
            names.remove(User.key(former.username()), id);
        }
        if (after instanceof UserContent user) {
            names.put(User.key(user.username()), id);
        }
    }
}
