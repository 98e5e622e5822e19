package net.tensamin.omega.registry;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.account.AvatarType;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;

/** The pictures of users. */
@Stateless
public class Avatars {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** Empty for a user without one, and for no user. */
    public Optional<byte[]> of(UserId user) {
        return stored(user, LockModeType.NONE).flatMap(User::avatar);
    }

    /**
     * Gives a user a picture.
     *
     * @return the user's version then
     * @throws RefusedChangeException if there is no such user, or this is no picture
     */
    public long give(UserId user, byte[] image, Precondition condition) {
        if (AvatarType.of(image).isEmpty()) {
            throw new RefusedChangeException(
                    Reason.INVALID,
                    "The image is neither PNG nor JPEG nor WebP.",
                    Map.of("avatar", "must be PNG, JPEG or WebP"));
        }
        return change(user, image, condition);
    }

    /**
     * Takes it away.
     *
     * @return likewise
     */
    public long take(UserId user, Precondition condition) {
        return change(user, null, condition);
    }

    private long change(UserId user, byte[] image, Precondition condition) {
        User stored = stored(user, LockModeType.PESSIMISTIC_WRITE).orElseThrow(AccountCalls::unknown);
        condition.admit(stored.version());
        if (!Arrays.equals(stored.avatar().orElse(null), image)) {
            stored.portray(image);
            entities.flush();
        }
        return stored.version();
    }

    private Optional<User> stored(UserId user, LockModeType lock) {
        return Users.KIND.isHidden(user.value())
                ? Optional.empty()
                : Optional.ofNullable(entities.find(User.class, user.value(), lock));
    }
}
