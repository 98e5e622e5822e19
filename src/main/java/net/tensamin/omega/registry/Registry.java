package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.validation.Validator;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserRemoval;

/**
 * Makes and changes accounts, each call in one transaction. Two calls at the same time may make one of them fail; it
 * can then be made again.
 */
@Stateless
public class Registry {
    /** Its id is never anybody's again. */
    static final Supplier<RefusedChangeException> REMOVED = () -> new RefusedChangeException(
            Reason.CONFLICT, "A user with this id was removed.", Map.of("user_id", "was removed"));

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Validator validator;

    @Inject
    Clock clock;

    @Inject
    UserRemoval removal;

    @Inject
    Event<AccountsChanged> changes;

    /** Empty if there is none. */
    public <E, C extends Record> Optional<Shown> find(Kind<E, C> kind, long id) {
        return stored(kind, id, LockModeType.NONE).map(found -> Shown.of(kind, found, false));
    }

    /** Those that a search finds, in order of id. */
    public <E, C extends Record> List<Shown> page(Kind<E, C> kind, Kind.Search search) {
        return kind.page(entities, search).stream()
                .map(found -> Shown.of(kind, found, false))
                .toList();
    }

    /** A page, as another server is to import it; each with its id. */
    public <E, C extends Record> List<Shown> export(Kind<E, C> kind, long after, int most) {
        return kind.page(entities, new Kind.Search("", 0, after, most)).stream()
                .map(found -> new Shown(kind.id(found), kind.version(found), kind.exported(found), false))
                .toList();
    }

    /**
     * Makes an account of an id that Omega has made.
     *
     * @param key with which the same answer is given again to the same request; empty for never
     * @throws RefusedChangeException for members that may not be
     */
    public <E, C extends Record> Shown create(Kind<E, C> kind, long id, JsonObject body, Optional<RepeatKey> key) {
        Optional<Shown> answered = key.flatMap(this::answered);
        if (answered.isPresent()) {
            return answered.get();
        }
        Shown made = make(kind, id, body);
        key.ifPresent(used -> entities.persist(new RepeatedAnswer(used, made, clock.instant())));
        entities.flush();
        return made;
    }

    private Optional<Shown> answered(RepeatKey key) {
        entities.createNamedQuery(RepeatedAnswer.FORGET)
                .setParameter("before", clock.instant().minus(RepeatedAnswer.KEPT))
                .executeUpdate();
        return Optional.ofNullable(entities.find(RepeatedAnswer.class, key.hash()))
                .map(answer -> answer.to(key));
    }

    /**
     * Makes an account, or changes it to what the caller says; does nothing if it is so already.
     *
     * @throws RefusedChangeException for members that may not be, and for an account that is not what the caller takes it to be
     */
    public <E, C extends Record> Shown put(Kind<E, C> kind, long id, JsonObject body, Precondition condition) {
        Optional<E> stored = stored(kind, id, LockModeType.PESSIMISTIC_WRITE);
        if (stored.isEmpty()) {
            condition.admitNone();
            return make(kind, id, body);
        }
        condition.admitAny();
        C before = kind.content(stored.get());
        C after = Reading.of(kind, id, body, stored.get()).checked(validator, before);
        if (!after.equals(before)) {
            if (!condition.isConditional()) {
                throw new RefusedChangeException(
                        Reason.UNCONDITIONAL,
                        "The account exists and is different: say in If-Match which version is to be changed.");
            }
            condition.admit(kind.version(stored.get()));
            change(kind, stored.get(), after);
        }
        return Shown.of(kind, stored.get(), false);
    }

    /**
     * Changes what the patch says (RFC 7396).
     *
     * @throws RefusedChangeException likewise, and if there is none
     */
    public <E, C extends Record> Shown patch(Kind<E, C> kind, long id, JsonObject patch, Precondition condition) {
        E stored = required(kind, id);
        condition.admit(kind.version(stored));
        C before = kind.content(stored);
        C after = Reading.of(kind, id, kind.patched(stored, patch), stored).checked(validator, before);
        if (!after.equals(before)) {
            change(kind, stored, after);
        }
        return Shown.of(kind, stored, false);
    }

    /** Removes an account that nothing else needs. */
    public <E, C extends Record> void remove(Kind<E, C> kind, long id, Precondition condition) {
        E stored = required(kind, id);
        condition.admit(kind.version(stored));
        entities.remove(stored);
        entities.flush();
        kind.change(id, kind.content(stored), null).ifPresent(changes::fire);
    }

    private <E, C extends Record> Shown make(Kind<E, C> kind, long id, JsonObject body) {
        if (kind.isHidden(id)) {
            throw new RefusedChangeException(Reason.CONFLICT, "This id is never given out.");
        }
        C content = Reading.of(kind, id, body, null).checked(validator, null);
        kind.admit(neighbours(), id, null, content);
        E made = kind.make(id, content);
        entities.persist(made);
        entities.flush();
        if (made instanceof User && removal.isRemoved(id)) {
            throw REMOVED.get();
        }
        kind.change(id, null, content).ifPresent(changes::fire);
        return Shown.of(kind, made, true);
    }

    private <E, C extends Record> void change(Kind<E, C> kind, E stored, C after) {
        C before = kind.content(stored);
        kind.admit(neighbours(), kind.id(stored), before, after);
        kind.become(stored, after);
        entities.flush();
        kind.change(kind.id(stored), before, after).ifPresent(changes::fire);
    }

    /** Asks the database each time. */
    private Neighbours neighbours() {
        return new Neighbours() {
            @Override
            public boolean isTaken(String username, long id) {
                return entities.createNamedQuery(User.TAKEN, Long.class)
                                .setParameter("id", id)
                                .setParameter("key", User.key(username))
                                .getSingleResult()
                        > 0;
            }

            @Override
            public boolean hasIota(long id) {
                return entities.find(Iota.class, id) != null;
            }
        };
    }

    private <E, C extends Record> E required(Kind<E, C> kind, long id) {
        return stored(kind, id, LockModeType.PESSIMISTIC_WRITE)
                .orElseThrow(() -> new RefusedChangeException(Reason.UNKNOWN, "There is no such account."));
    }

    private <E, C extends Record> Optional<E> stored(Kind<E, C> kind, long id, LockModeType lock) {
        return kind.isHidden(id) ? Optional.empty() : Optional.ofNullable(entities.find(kind.type(), id, lock));
    }
}
