package net.tensamin.omega.longpoll;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.ClientErrorException;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.ServiceUnavailableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.configuration.SharedSettings;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.http.Denial;
import net.tensamin.omega.longpoll.Visitors.Visitor;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.tauri.WaitingDevices;
import org.eclipse.microprofile.config.Config;

/** Answers with what is pending: at once, or when it differs from what the client has (SPEC §6). */
@ApplicationScoped
class LongPoll {
    static final Setting<Duration> LONGEST_WAIT = Setting.duration(
                    "omega.https.longest-wait",
                    Duration.ofSeconds(60),
                    "how long a client may wait for a change (`Prefer: wait`); shorter than the timeout of any proxy in between; `PT0S`: not at all")
            .between(Duration.ZERO, Duration.ofSeconds(60));

    private static final int TOO_MANY_REQUESTS = 429; // RFC 6585 §4
    private static final long SECONDS_UNTIL_FEWER_DEVICES = 60;

    private final Notices notices;
    private final WaitingDevices devices;
    private final Waits waits;
    private final Clock clock;
    private final Duration longest;
    private final Duration drainWindow;

    /** For the client proxy. */
    LongPoll() {
        notices = null;
        devices = null;
        waits = null;
        clock = null;
        longest = null;
        drainWindow = null;
    }

    @Inject
    LongPoll(Notices notices, WaitingDevices devices, Waits waits, Clock clock, Config config) {
        this.notices = notices;
        this.devices = devices;
        this.waits = waits;
        this.clock = clock;
        this.longest = LONGEST_WAIT.in(config);
        this.drainWindow = SharedSettings.DRAIN_WINDOW.in(config);
    }

    /** What is asked: which part of whose mailbox, and what the client has of it. */
    record Question(UserId user, Page page, KnownTag known) {}

    /**
     * Answers, now or later.
     *
     * @param device that asks, if one does
     * @param wish how long it would wait, if it would
     * @param answer gets what makes the answer, or fails as the call is to fail
     */
    void ask(
            Question question, Optional<Visitor> device, Optional<Duration> wish, Consumer<Supplier<Response>> answer) {
        if (question.known().fields().isEmpty()) {
            answer.accept(() -> state(question).build());
            return;
        }
        long revision = notices.revision(question.user());
        Optional<Visitor> upToDate = device.filter(asking -> hasAll(question, asking, revision));
        Optional<Duration> wait = wish.map(this::bounded).filter(time -> !time.isZero());
        if (upToDate.isPresent() && wait.isPresent()) {
            begin(question, upToDate.get(), revision, wait.get(), answer);
        } else if (question.known().matches(revision)) {
            answer.accept(() -> unchanged(revision).build());
        } else {
            answer.accept(() -> state(question).build());
        }
    }

    /** Whether the device has all that there is, as its tag says. */
    private boolean hasAll(Question question, Visitor device, long revision) {
        long has = question.known().revision().orElse(Long.MAX_VALUE);
        if (has <= revision) {
            devices.has(question.user(), device.device(), has);
        }
        return has == revision;
    }

    private Duration bounded(Duration wish) {
        return wish.compareTo(longest) < 0 ? wish : longest;
    }

    private void begin(
            Question question, Visitor device, long revision, Duration time, Consumer<Supplier<Response>> answer) {
        Instant ends = clock.instant().plus(time);
        Wait.Until until = device.until().isBefore(ends)
                ? waits.until(Duration.between(clock.instant(), device.until()), WaitEnd.REFUSED)
                : waits.until(time, WaitEnd.UNCHANGED);
        Wait wait = new Wait(
                question.user(),
                device.device(),
                revision,
                until,
                device.mayStay(),
                how -> answer.accept(() -> after(how, question, device.device(), revision)
                        .header(WaitPreference.APPLIED, "wait=" + time.toSeconds())
                        .build()));
        if (!waits.begin(wait)) {
            throw new ClientErrorException(Response.status(TOO_MANY_REQUESTS)
                    .header(HttpHeaders.RETRY_AFTER, SECONDS_UNTIL_FEWER_DEVICES)
                    .build());
        }
        device.whenGone().accept(() -> waits.gone(wait));
        waits.announce(question.user(), notices.revision(question.user()));
    }

    private Response.ResponseBuilder after(WaitEnd how, Question question, DeviceId device, long revision) {
        return switch (how) {
            case CHANGED -> state(question);
            case UNCHANGED, GONE -> unchanged(revision);
            case REPLACED -> throw new ClientErrorException(Response.Status.CONFLICT);
            case DRAINED ->
                throw new ServiceUnavailableException(1 + (long) (device.share() * drainWindow.toSeconds()));
            case REFUSED -> throw new NotAuthorizedException(Denial.CHALLENGE);
        };
    }

    private Response.ResponseBuilder state(Question question) {
        Page page = question.page();
        PendingBadges pending = page.isWhole()
                ? notices.pending(question.user())
                : notices.pending(question.user(), page.before(), page.most() + 1);
        return tagged(Response.ok(PendingNotifications.of(pending, page)), pending.revision());
    }

    private static Response.ResponseBuilder unchanged(long revision) {
        return tagged(Response.notModified(), revision);
    }

    private static Response.ResponseBuilder tagged(Response.ResponseBuilder response, long revision) {
        return response.header(HttpHeaders.ETAG, KnownTag.of(revision));
    }
}
