package net.tensamin.omega.registry;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.LinkCall;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.threads.LongWork;
import org.eclipse.microprofile.config.Config;

/**
 * What Omikrons may do to accounts (SPEC §5): with users and Iotas that are connected through them, and as that is their word alone, what is
 * dangerous with the user's reset token. Everything is recorded. Calls block. Thread-safe.
 */
@ApplicationScoped
public class OmikronRegistrations {
    private final LinkRegistry registry;
    private final IotaRemoval iotas;
    private final UserRemoval users;
    private final IdSource ids;
    private final Accounts accounts;
    private final TokenProof proof;
    private final LinkCalls calls;

    /** For the client proxy. */
    OmikronRegistrations() {
        registry = null;
        iotas = null;
        users = null;
        ids = null;
        accounts = null;
        proof = null;
        calls = null;
    }

    @Inject
    OmikronRegistrations(
            LinkRegistry registry,
            IotaRemoval iotas,
            UserRemoval users,
            IdSource ids,
            Accounts accounts,
            TokenProof proof,
            Event<LinkCall> calls,
            Meters meters,
            Config config) {
        this.registry = registry;
        this.iotas = iotas;
        this.users = users;
        this.ids = ids;
        this.accounts = accounts;
        this.proof = proof;
        this.calls = new LinkCalls(calls, RegistrationSettings.from(config), meters);
    }

    /** Which Iotas an Omikron has, by presence. */
    public interface Reach {
        /** Whether the Iota is connected through the Omikron. */
        boolean has(IotaId iota);

        /** Whether it is, and through no other. */
        boolean hasAlone(IotaId iota);
    }

    /**
     * {@code get_register}: an id for a user that will be registered within an hour.
     *
     * @throws RefusedChangeException as all calls here, and then nothing was done
     */
    public long reserve(OmikronId omikron) {
        return calls.counted(
                omikron,
                "get_register",
                "",
                () -> Collisions.settled(() -> {
                    long id = ids.take(Users.KIND, 1);
                    registry.reserve(omikron, id);
                    return id;
                }));
    }

    /** {@code complete_register_iota}: of the id in {@code data}, or of one that Omega makes. */
    public long registerIota(OmikronId omikron, JsonObject data) {
        Optional<Long> id = new OmikronData(data).id("iota_id");
        return calls.counted(
                omikron,
                "complete_register_iota",
                subject("iota_id", id),
                () -> Collisions.settled(() -> {
                    long some = id.orElseGet(() -> ids.take(Iotas.KIND, 1));
                    registry.keep(Iotas.KIND, some, data);
                    return some;
                }));
    }

    /** {@code complete_register_user}: of an id that is reserved, at an Iota that is connected through the Omikron. */
    public void registerUser(OmikronId omikron, JsonObject data, Reach reach) {
        OmikronData said = new OmikronData(data);
        UserId user = new UserId(said.required("user_id"));
        calls.counted(omikron, "complete_register_user", "user_id=" + user, () -> {
            JsonObject body = said.only("user_id", "username", "public_key", "iota_id", "reset_token", "display");
            said.text("reset_token");
            requireReach(reach.has(new IotaId(said.required("iota_id"))), "iota_id");
            return Collisions.settled(() -> {
                registry.register(omikron, user, body);
                return user;
            });
        });
    }

    /** {@code change_user_data}: of a user whose Iota is connected through the Omikron. */
    public void changeUser(OmikronId omikron, UserId user, JsonObject data, Reach reach) {
        calls.recorded(omikron, "change_user_data", "user_id=" + user, () -> {
            UserPatch patch = UserPatch.of(data);
            requireReach(reach.has(home(user)), "user_id");
            if (patch.isDangerous()) {
                proof.require(user, data);
            }
            return Collisions.settled(() -> {
                registry.change(user, patch.members(), patch.avatar());
                return user;
            });
        });
    }

    /** {@code change_iota_data}: the key of an Iota that is connected through the Omikron and no other. */
    public void changeIota(OmikronId omikron, JsonObject data, Reach reach) {
        OmikronData said = new OmikronData(data);
        IotaId iota = new IotaId(said.required("iota_id"));
        calls.recorded(omikron, "change_iota_data", "iota_id=" + iota, () -> {
            JsonObject patch = said.only("iota_id", "public_key");
            requireReach(reach.hasAlone(iota), "iota_id");
            return Collisions.settled(() -> {
                registry.changeIota(iota, patch);
                return iota;
            });
        });
    }

    /** {@code delete_user}: with its reset token. */
    public void deleteUser(OmikronId omikron, UserId user, JsonObject data, Reach reach) {
        calls.counted(omikron, "delete_user", "user_id=" + user, () -> {
            requireReach(reach.has(home(user)), "user_id");
            proof.require(user, data);
            return LongWork.call(() -> removed(user));
        });
    }

    /** {@code delete_iota}: one without users that is connected through the Omikron and no other. */
    public void deleteIota(OmikronId omikron, JsonObject data, Reach reach) {
        IotaId iota = new IotaId(new OmikronData(data).required("iota_id"));
        calls.counted(omikron, "delete_iota", "iota_id=" + iota, () -> {
            requireReach(reach.hasAlone(iota), "iota_id");
            return Collisions.settled(() -> {
                iotas.remove(iota, Optional.empty(), Precondition.NONE);
                return iota;
            });
        });
    }

    private UserId removed(UserId user) {
        users.remove(user.value());
        return user;
    }

    private IotaId home(UserId user) {
        return accounts.user(user)
                .orElseThrow(() -> new RefusedChangeException(Reason.UNKNOWN, "There is no such user."))
                .iota();
    }

    private static void requireReach(boolean has, String member) {
        if (!has) {
            throw new RefusedChangeException(
                    Reason.FORBIDDEN,
                    "The Iota is not connected through this Omikron, or is also connected through others.",
                    Map.of(member, "is out of reach"));
        }
    }

    private static String subject(String member, Optional<Long> id) {
        return id.map(some -> member + "=" + some).orElse("");
    }

    /** What a success answers. */
    public static JsonObject answer(String member, long id) {
        return Json.createObjectBuilder().add(member, id).build();
    }
}
