package net.tensamin.omega.omikron;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.presence.LinkEpoch;
import net.tensamin.omega.presence.PresenceBoard;

/**
 * What the requests of one identified link do, and what they are answered (SPEC §5). A notice or a read is answered after
 * its commit. Who does not exist is an error where one is named, and left out where many are.
 */
final class OmikronAnswers implements Admission.Admitted {
    private static final Optional<OmikronReply> NOTHING = Optional.empty();

    private final LinkEpoch link;
    private final Accounts accounts;
    private final PresenceBoard presence;
    private final Notices notices;

    OmikronAnswers(LinkEpoch link, Accounts accounts, PresenceBoard presence, Notices notices) {
        this.link = link;
        this.accounts = accounts;
        this.presence = presence;
        this.notices = notices;
    }

    @Override
    public boolean isReplaced() {
        return !presence.isOpen(link);
    }

    @Override
    public void ended() {
        presence.closed(link);
    }

    @Override
    public Optional<OmikronReply> iotaConnected(OmikronRequest.IotaConnected report) {
        if (accounts.iota(report.iota()).isEmpty()) {
            return error(OmikronError.ERROR_NOT_FOUND);
        }
        List<UserId> users = accounts.usersOf(report.iota());
        presence.iotaConnected(link, report.iota(), Set.copyOf(users));
        return Optional.of(OmikronReply.iotaUsers(users));
    }

    @Override
    public Optional<OmikronReply> iotaDisconnected(OmikronRequest.IotaDisconnected report) {
        presence.iotaDisconnected(link, report.iota());
        return NOTHING;
    }

    @Override
    public Optional<OmikronReply> userConnected(OmikronRequest.UserConnected report) {
        Optional<User> user = accounts.user(report.user());
        user.ifPresent(known -> presence.userConnected(link, known.id(), known.iota(), report.status()));
        return user.isPresent() ? NOTHING : error(OmikronError.ERROR_INVALID_USER_ID);
    }

    @Override
    public Optional<OmikronReply> userDisconnected(OmikronRequest.UserDisconnected report) {
        presence.userDisconnected(link, report.user());
        return NOTHING;
    }

    @Override
    public Optional<OmikronReply> sync(OmikronRequest.Sync report) {
        Map<IotaId, Set<UserId>> iotas = report.iotas().stream()
                .flatMap(id -> accounts.iota(id).stream())
                .collect(Collectors.toMap(Iota::id, iota -> Set.copyOf(accounts.usersOf(iota.id()))));
        Map<UserId, IotaId> users = report.users().stream()
                .flatMap(id -> accounts.user(id).stream())
                .collect(Collectors.toMap(User::id, User::iota));
        presence.sync(link, iotas, users);
        return NOTHING;
    }

    @Override
    public Optional<OmikronReply> notice(OmikronRequest.Notice notice) {
        return ofKnownUsers(() -> {
            notices.notice(notice.sender(), notice.receiver());
            return OmikronReply.noticeTaken();
        });
    }

    @Override
    public Optional<OmikronReply> read(OmikronRequest.Read read) {
        return ofKnownUsers(() -> {
            notices.read(read.reader(), read.sender());
            return OmikronReply.readTaken();
        });
    }

    @Override
    public Optional<OmikronReply> getNotifications(OmikronRequest.GetNotifications get) {
        return ofKnownUsers(() -> OmikronReply.notifications(notices.pending(get.user())));
    }

    @Override
    public Optional<OmikronReply> getUserData(OmikronRequest.GetUserData get) {
        return find(get.user())
                .map(user -> OmikronReply.user(user, presence.shown(user.id(), user.iota())))
                .or(() -> error(OmikronError.ERROR_NOT_FOUND));
    }

    @Override
    public Optional<OmikronReply> getIotaData(OmikronRequest.GetIotaData get) {
        return find(get.iota())
                .map(iota -> OmikronReply.iota(iota, presence.omikronsOf(iota.id())))
                .or(() -> error(OmikronError.ERROR_NOT_FOUND));
    }

    private Optional<Iota> find(OmikronRequest.IotaReference reference) {
        if (reference instanceof OmikronRequest.ByIota itself) {
            return accounts.iota(itself.iota());
        }
        return find((OmikronRequest.UserReference) reference).flatMap(user -> accounts.iota(user.iota()));
    }

    private Optional<User> find(OmikronRequest.UserReference reference) {
        if (reference instanceof OmikronRequest.ById byId) {
            return accounts.user(byId.user());
        }
        return accounts.userNamed(((OmikronRequest.ByUsername) reference).username());
    }

    private static Optional<OmikronReply> ofKnownUsers(Supplier<OmikronReply> action) {
        try {
            return Optional.of(action.get());
        } catch (UnknownUserException e) {
            return error(OmikronError.ERROR_INVALID_USER_ID);
        }
    }

    private static Optional<OmikronReply> error(OmikronError error) {
        return Optional.of(OmikronReply.error(error));
    }
}
