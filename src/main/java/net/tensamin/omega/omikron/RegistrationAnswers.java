package net.tensamin.omega.omikron;

import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Supplier;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.presence.LinkEpoch;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.registry.OmikronRegistrations;

/** What the requests of one link that change accounts do, and what they are answered (SPEC §5). */
final class RegistrationAnswers implements OmikronRegistrations.Reach {
    private static final Logger LOG = System.getLogger(RegistrationAnswers.class.getName());

    private final OmikronId omikron;
    private final PresenceBoard presence;
    private final OmikronRegistrations registrations;

    RegistrationAnswers(LinkEpoch link, PresenceBoard presence, OmikronRegistrations registrations) {
        this.omikron = link.omikron();
        this.presence = presence;
        this.registrations = registrations;
    }

    @Override
    public boolean has(IotaId iota) {
        return presence.omikronsOf(iota).contains(omikron);
    }

    @Override
    public boolean hasAlone(IotaId iota) {
        return presence.omikronsOf(iota).equals(List.of(omikron));
    }

    OmikronReply reserve() {
        return answer(() -> OmikronReply.success("user_id", registrations.reserve(omikron)));
    }

    OmikronReply registerIota(JsonObject data) {
        return answer(() -> OmikronReply.success("iota_id", registrations.registerIota(omikron, data)));
    }

    OmikronReply registerUser(JsonObject data) {
        return done(() -> registrations.registerUser(omikron, data, this));
    }

    OmikronReply changeUser(OmikronRequest.ChangeUser change) {
        return done(() -> registrations.changeUser(omikron, change.user(), change.data(), this));
    }

    OmikronReply changeIota(JsonObject data) {
        return done(() -> registrations.changeIota(omikron, data, this));
    }

    OmikronReply deleteUser(OmikronRequest.DeleteUser delete) {
        return done(() -> registrations.deleteUser(omikron, delete.user(), delete.data(), this));
    }

    OmikronReply deleteIota(JsonObject data) {
        return done(() -> registrations.deleteIota(omikron, data, this));
    }

    private static OmikronReply done(Runnable work) {
        return answer(() -> {
            work.run();
            return OmikronReply.success();
        });
    }

    private static OmikronReply answer(Supplier<OmikronReply> work) {
        try {
            return work.get();
        } catch (RefusedChangeException e) {
            return OmikronReply.error(error(e.reason()), e.getMessage(), e.members());
        } catch (UnknownUserException e) {
            return OmikronReply.error(OmikronError.ERROR_INVALID_USER_ID);
        } catch (RuntimeException e) {
            if (Condition.behind(e).isPresent()) {
                LOG.log(Level.DEBUG, "An account could not be changed now: {0}", Condition.reason(e));
                return OmikronReply.error(OmikronError.ERROR_UNAVAILABLE);
            }
            LOG.log(Level.WARNING, "An Omikron's change of an account failed", e);
            return OmikronReply.error(OmikronError.ERROR_INTERNAL);
        }
    }

    private static OmikronError error(RefusedChangeException.Reason reason) {
        return switch (reason) {
            case FORBIDDEN -> OmikronError.ERROR_FORBIDDEN;
            case UNKNOWN -> OmikronError.ERROR_NOT_FOUND;
            case INVALID -> OmikronError.ERROR_INVALID_DATA;
            case TOO_MANY -> OmikronError.ERROR_TOO_MANY_REQUESTS;
            case CONFLICT, OUTDATED, UNCONDITIONAL -> OmikronError.ERROR_CONFLICT;
        };
    }
}
