package net.tensamin.omega.registry;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoval;
import net.tensamin.omega.threads.LongWork;

/** How the calls remove accounts (SPEC §7). */
@Dependent
class Removals {
    /** Users in one call, each in a transaction of its own. */
    private static final int STEP = 200;

    private final Registry registry;
    private final IotaRemoval iotas;
    private final UserRemoval users;

    @Inject
    Removals(Registry registry, IotaRemoval iotas, UserRemoval users) {
        this.registry = registry;
        this.iotas = iotas;
        this.users = users;
    }

    Response omikron(OmikronId omikron, Precondition condition) {
        registry.remove(Omikrons.KIND, omikron.value(), condition);
        return AccountCalls.success();
    }

    /**
     * @param moveTo an Iota; null for none
     * @param fate of its users: {@code delete}, or null
     */
    Response iota(IotaId iota, String moveTo, String fate, Precondition condition) {
        if (moveTo != null && fate != null || fate != null && !fate.equals("delete")) {
            throw new BadRequestException();
        }
        if (fate != null) {
            List<UserId> some = iotas.some(iota, STEP + 1, condition);
            some.stream().limit(STEP).forEach(user -> LongWork.call(() -> removeIfThere(user)));
            if (some.size() > STEP) {
                return remaining();
            }
        }
        Optional<IotaId> target = Optional.ofNullable(moveTo).map(Removals::iota);
        LongWork.call(() -> Collisions.settled(() -> {
            iotas.remove(iota, target, condition);
            return iota;
        }));
        return AccountCalls.success();
    }

    private static IotaId iota(String digits) {
        long id = AccountCalls.number(digits, 0);
        if (id == 0) {
            throw new BadRequestException();
        }
        return new IotaId(id);
    }

    /** One that somebody else has removed meanwhile is removed. */
    private UserId removeIfThere(UserId user) {
        users.remove(user.value());
        return user;
    }

    private static Response remaining() {
        return Response.accepted(Json.createObjectBuilder()
                        .add("status", "success")
                        .add("remaining", true)
                        .build())
                .build();
    }
}
