package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.UserId;

/** What links do to accounts, each call in one transaction. The caller has to know whether a link may do it. */
@Stateless
public class LinkRegistry {
    /** Ids that an Omikron may have reserved. */
    static final int MOST_RESERVED = 200;

    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Registry registry;

    @Inject
    Avatars avatars;

    @Inject
    Clock clock;

    /**
     * Reserves an id for an Omikron.
     *
     * @param id which Omega has made
     * @throws RefusedChangeException if it has too many
     */
    public void reserve(OmikronId omikron, long id) {
        entities.createNamedQuery(UserReservation.FORGET)
                .setParameter("now", clock.instant())
                .executeUpdate();
        long open = entities.createNamedQuery(UserReservation.COUNT, Long.class)
                .setParameter("omikron", omikron.value())
                .getSingleResult();
        if (open >= MOST_RESERVED) {
            throw new RefusedChangeException(
                    Reason.TOO_MANY, "This Omikron has " + open + " ids that it has not registered users with yet.");
        }
        entities.persist(new UserReservation(id, omikron, clock.instant()));
        entities.flush();
    }

    /**
     * Registers a user with an id that is reserved for this Omikron; does nothing if it is so already.
     *
     * @throws RefusedChangeException if the id is not, or exists with another content
     */
    public void register(OmikronId omikron, UserId user, JsonObject body) {
        UserReservation reserved = entities.find(UserReservation.class, user.value());
        boolean exists = registry.find(Users.KIND, user.value()).isPresent();
        if (!exists && (reserved == null || !reserved.isOf(omikron, clock.instant()))) {
            throw new RefusedChangeException(
                    Reason.FORBIDDEN,
                    "This id is not, or no longer, reserved for this Omikron.",
                    Map.of("user_id", "is not reserved for this Omikron"));
        }
        keep(Users.KIND, user.value(), body);
        if (reserved != null) {
            entities.remove(reserved);
        }
        entities.flush();
    }

    /**
     * Makes an account with this id, unless it exists with that content already.
     *
     * @throws RefusedChangeException if it exists with another content
     */
    public <E, C extends Record> void keep(Kind<E, C> kind, long id, JsonObject body) {
        try {
            registry.put(kind, id, body, Precondition.NONE);
        } catch (RefusedChangeException e) {
            throw e.reason() != Reason.UNCONDITIONAL
                    ? e
                    : new RefusedChangeException(
                            Reason.CONFLICT,
                            "The account exists, and is different.",
                            Map.of(kind.idMember(), "exists"));
        }
    }

    public void changeIota(IotaId iota, JsonObject patch) {
        registry.patch(Iotas.KIND, iota.value(), patch, Precondition.NONE);
    }

    /**
     * Changes a user.
     *
     * @param avatar empty to leave it; an empty image takes it away
     */
    public void change(UserId user, JsonObject patch, Optional<byte[]> avatar) {
        registry.patch(Users.KIND, user.value(), patch, Precondition.NONE);
        avatar.ifPresent(image -> {
            if (image.length == 0) {
                avatars.take(user, Precondition.NONE);
            } else {
                avatars.give(user, image, Precondition.NONE);
            }
        });
    }
}
