package net.tensamin.omega.omikron;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.Iota;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.User;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.concurrent.Snapshot;
import net.tensamin.omega.mailbox.MailboxUnavailableException;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.presence.LinkEpoch;
import net.tensamin.omega.presence.PresenceBoard;
import net.tensamin.omega.registry.OmikronRegistrations;

/**
 * What the requests of one identified link do, and what they are answered (SPEC §5). A notice or a read is answered after
 * its commit. A user that does not exist is an error where one is named, and is left out where many are. Not
 * thread-safe.
 */
final class OmikronAnswers implements Admission.Admitted {
    private static final CompletableFuture<Optional<OmikronReply>> NOTHING =
            CompletableFuture.completedFuture(Optional.empty());

    private static final Logger LOG = System.getLogger(OmikronAnswers.class.getName());

    private final LinkEpoch link;
    private final String party;
    private final Accounts accounts;
    private final PresenceBoard presence;
    private final Notices notices;
    private final Executor executor;
    private final RegistrationAnswers registrations;
    private CompletionStage<Void> submitted = CompletableFuture.completedFuture(null);

    /** @param executor where work may block */
    OmikronAnswers(
            LinkEpoch link,
            Accounts accounts,
            PresenceBoard presence,
            Notices notices,
            OmikronRegistrations registrations,
            Executor executor) {
        this.registrations = new RegistrationAnswers(link, presence, registrations);
        this.link = link;
        this.party = "omikron " + link.omikron();
        this.accounts = accounts;
        this.presence = presence;
        this.notices = notices;
        this.executor = executor;
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
    public CompletableFuture<Optional<OmikronReply>> iotaConnected(OmikronRequest.IotaConnected report) {
        if (accounts.iota(report.iota()).isEmpty()) {
            return error(OmikronError.ERROR_NOT_FOUND);
        }
        List<UserId> users = accounts.usersOf(report.iota());
        presence.iotaConnected(link, report.iota(), Snapshot.of(users));
        return reply(OmikronReply.iotaUsers(users));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> iotaDisconnected(OmikronRequest.IotaDisconnected report) {
        presence.iotaDisconnected(link, report.iota());
        return NOTHING;
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> userConnected(OmikronRequest.UserConnected report) {
        Optional<User> user = accounts.user(report.user());
        user.ifPresent(known -> presence.userConnected(link, known.id(), known.iota(), report.status()));
        return user.isPresent() ? NOTHING : error(OmikronError.ERROR_INVALID_USER_ID);
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> userDisconnected(OmikronRequest.UserDisconnected report) {
        presence.userDisconnected(link, report.user());
        return NOTHING;
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> sync(OmikronRequest.Sync report) {
        presence.sync(link, accounts.usersOf(report.iotas()), accounts.homesOf(report.users()));
        return NOTHING;
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> notice(OmikronRequest.Notice notice) {
        submitted = notices.submitNotice(notice.sender(), notice.receiver(), party);
        return whenCommitted(OmikronReply.noticeTaken());
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> read(OmikronRequest.Read read) {
        submitted = notices.submitRead(read.reader(), read.sender(), party);
        return whenCommitted(OmikronReply.readTaken());
    }

    /** Looks once this link's earlier requests are committed, so that an Omikron sees its own effects, or are overtaken. */
    @Override
    public CompletableFuture<Optional<OmikronReply>> getNotifications(OmikronRequest.GetNotifications get) {
        CompletableFuture<?> before = CompletableFuture.anyOf(
                submitted.toCompletableFuture(), Notices.overtaken(submitted).toCompletableFuture());
        if (before.isDone()) {
            return reply(pending(get.user()));
        }
        return before.handleAsync((done, failure) -> Optional.of(pending(get.user())), executor);
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> getUserData(OmikronRequest.GetUserData get) {
        return find(get.user())
                .map(user -> reply(OmikronReply.user(user, presence.shown(user.id(), user.iota()))))
                .orElseGet(() -> error(OmikronError.ERROR_NOT_FOUND));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> getIotaData(OmikronRequest.GetIotaData get) {
        return find(get.iota())
                .map(iota -> reply(OmikronReply.iota(iota, presence.omikronsOf(iota.id()))))
                .orElseGet(() -> error(OmikronError.ERROR_NOT_FOUND));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> getRegister(OmikronRequest.GetRegister get) {
        return reply(registrations.reserve());
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> registerIota(OmikronRequest.RegisterIota register) {
        return reply(registrations.registerIota(register.data()));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> registerUser(OmikronRequest.RegisterUser register) {
        return reply(registrations.registerUser(register.data()));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> changeUser(OmikronRequest.ChangeUser change) {
        return reply(registrations.changeUser(change));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> changeIota(OmikronRequest.ChangeIota change) {
        return reply(registrations.changeIota(change.data()));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> deleteUser(OmikronRequest.DeleteUser delete) {
        return reply(registrations.deleteUser(delete));
    }

    @Override
    public CompletableFuture<Optional<OmikronReply>> deleteIota(OmikronRequest.DeleteIota delete) {
        return reply(registrations.deleteIota(delete.data()));
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

    private OmikronReply pending(UserId user) {
        try {
            return OmikronReply.notifications(notices.pending(user).badges());
        } catch (UnknownUserException e) {
            return OmikronReply.error(OmikronError.ERROR_INVALID_USER_ID);
        }
    }

    private CompletableFuture<Optional<OmikronReply>> whenCommitted(OmikronReply reply) {
        OvertakableAnswer answer = new OvertakableAnswer(Notices.overtaken(submitted));
        submitted.whenComplete(
                (committed, failure) -> answer.complete(Optional.of(failure == null ? reply : refusal(failure))));
        return answer;
    }

    private static OmikronReply refusal(Throwable failure) {
        if (failure instanceof UnknownUserException) {
            return OmikronReply.error(OmikronError.ERROR_INVALID_USER_ID);
        }
        if (failure instanceof MailboxUnavailableException) {
            return OmikronReply.error(OmikronError.ERROR_UNAVAILABLE);
        }
        LOG.log(Level.WARNING, "A notice or a read of an Omikron was not committed", failure);
        return OmikronReply.error(OmikronError.ERROR_INTERNAL);
    }

    private static CompletableFuture<Optional<OmikronReply>> reply(OmikronReply reply) {
        return CompletableFuture.completedFuture(Optional.of(reply));
    }

    private static CompletableFuture<Optional<OmikronReply>> error(OmikronError error) {
        return reply(OmikronReply.error(error));
    }
}
