package net.tensamin.omega.account;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.tensamin.omega.concurrent.Snapshot;

/** The registry of users, Iotas and Omikrons. */
@Stateless
public class Accounts {
    /** The account of the server's own canary. Sessions and mailboxes know it; nobody else finds it or its Iota here. */
    public static final UserId CANARY = new UserId(Long.MAX_VALUE);

    /** Its home. */
    public static final IotaId CANARY_IOTA = new IotaId(Long.MAX_VALUE);

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    public boolean exists(UserId user) {
        return entities.createNamedQuery(User.COUNT, Long.class)
                        .setParameter("id", user.value())
                        .getSingleResult()
                > 0;
    }

    /**
     * Locks an account until the end of the transaction, so that it is not removed meanwhile. Waits for a removal that
     * is under way.
     *
     * @return false if there is no such user, or no longer
     */
    public boolean lock(UserId user) {
        return !those(User.LOCK, Set.of(user)).isEmpty();
    }

    /**
     * The same for several accounts, in one statement and in order of id, without waiting: those that another
     * transaction has locked are left out.
     */
    public Set<UserId> lockFree(Set<UserId> users) {
        return those(User.LOCK_FREE, users);
    }

    /** Those of these users who exist, in one statement. */
    public Set<UserId> present(Set<UserId> users) {
        return those(User.PRESENT, users);
    }

    @SuppressWarnings("unchecked") // a native query has no other type
    private Set<UserId> those(String query, Set<UserId> users) {
        List<Long> found = entities.createNamedQuery(query)
                .setParameter(1, users.stream().map(UserId::value).toArray(Long[]::new))
                .getResultList();
        return found.stream().map(UserId::new).collect(Snapshot.toSet());
    }

    public Optional<User> user(UserId user) {
        return Optional.of(user).filter(id -> !id.equals(CANARY)).map(id -> entities.find(User.class, id.value()));
    }

    public Optional<User> userNamed(String username) {
        return entities.createNamedQuery(User.NAMED, User.class)
                .setParameter("username", username)
                .getResultStream()
                .filter(user -> !user.id().equals(CANARY))
                .findFirst();
    }

    /** The user of this name; one whose name differs only by case, if there is none that is written so. */
    public Optional<User> userOfName(String username) {
        return userNamed(username).or(() -> entities.createNamedQuery(User.OF_KEYS, User.class)
                .setParameter("keys", List.of(User.key(username)))
                .getResultStream()
                .filter(user -> !user.id().equals(CANARY))
                .findFirst());
    }

    public Optional<Iota> iota(IotaId iota) {
        return Optional.of(iota).filter(id -> !id.equals(CANARY_IOTA)).map(id -> entities.find(Iota.class, id.value()));
    }

    /** The users whose home is {@code iota}, in order of id; none when there is no such Iota. */
    public List<UserId> usersOf(IotaId iota) {
        return entities.createNamedQuery(User.IDS_OF_IOTA, Long.class)
                .setParameter("iota", iota.value())
                .getResultStream()
                .map(UserId::new)
                .filter(user -> !user.equals(CANARY))
                .toList();
    }

    /** All users of each of these Iotas, in one statement; one that does not exist is left out. */
    public Map<IotaId, Set<UserId>> usersOf(Set<IotaId> iotas) {
        Map<IotaId, Set<UserId>> users = new HashMap<>();
        for (Object[] row : rows(
                Iota.USERS,
                iotas.stream().filter(iota -> !iota.equals(CANARY_IOTA)).map(IotaId::value))) {
            Set<UserId> home = users.computeIfAbsent(new IotaId((Long) row[0]), iota -> new HashSet<>());
            if (row[1] != null) {
                home.add(new UserId((Long) row[1]));
            }
        }
        return users;
    }

    /** The Iota of each of these users, in one statement; one that does not exist is left out. */
    public Map<UserId, IotaId> homesOf(Set<UserId> users) {
        Map<UserId, IotaId> homes = new HashMap<>();
        for (Object[] row : rows(
                User.HOMES, users.stream().filter(user -> !user.equals(CANARY)).map(UserId::value))) {
            homes.put(new UserId((Long) row[0]), new IotaId((Long) row[1]));
        }
        return homes;
    }

    @SuppressWarnings("unchecked") // a native query has no other type
    private List<Object[]> rows(String query, Stream<Long> ids) {
        return entities.createNamedQuery(query)
                .setParameter(1, ids.toArray(Long[]::new))
                .getResultList();
    }

    public Optional<Omikron> omikron(OmikronId omikron) {
        return Optional.ofNullable(entities.find(Omikron.class, omikron.value()));
    }

    /**
     * Enrols a user, whose Iota must exist.
     *
     * @return false when a user of that id exists already, or existed once: nothing is changed then
     */
    public boolean add(User user) {
        boolean removed = entities.find(RemovedUser.class, user.id().value()) != null;
        return addUnless(removed || user(user.id()).isPresent(), user);
    }

    /** @return false when an Iota of that id exists already; it stays as it is */
    public boolean add(Iota iota) {
        return addUnless(iota(iota.id()).isPresent(), iota);
    }

    /** Enrols the canary, unless it is enrolled already. */
    public void addCanary() {
        if (!exists(CANARY)) {
            if (entities.find(Iota.class, CANARY_IOTA.value()) == null) {
                entities.persist(new Iota(CANARY_IOTA, ""));
            }
            entities.persist(new User(CANARY, "urn:tensamin:canary", "", CANARY_IOTA));
        }
    }

    /** Registers an Omikron, or gives a registered one another key. */
    public void put(Omikron omikron) {
        omikron(omikron.id())
                .ifPresentOrElse(known -> known.rekey(omikron.publicKey()), () -> entities.persist(omikron));
    }

    private boolean addUnless(boolean exists, Object entity) {
        if (!exists) {
            entities.persist(entity);
        }
        return !exists;
    }
}
