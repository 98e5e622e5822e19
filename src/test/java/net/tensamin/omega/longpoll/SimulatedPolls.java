package net.tensamin.omega.longpoll;

import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.account.UserRemoved;
import net.tensamin.omega.badge.Deliveries;
import net.tensamin.omega.badge.PendingBadges;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.DeviceRevoked;
import net.tensamin.omega.device.Revocations;
import net.tensamin.omega.mailbox.Notices;
import net.tensamin.omega.metrics.Meters;
import net.tensamin.omega.tauri.WaitingDevices;
import net.tensamin.omega.testing.TestConfig;
import net.tensamin.omega.threads.Timers;

/** The long polls of a simulated node. What makes a response of an answer is left out: a client is told what is pending then. */
public final class SimulatedPolls {
    private final Around around;
    private final Waits waits;
    private final LongPoll poll;

    /**
     * What a node has.
     *
     * @param requests the threads that requests come on
     * @param answers those that answer who has waited
     */
    public record Around(
            Notices notices,
            WaitingDevices devices,
            Revocations revocations,
            Clock clock,
            LongSupplier nanos,
            Executor requests,
            Executor answers) {}

    /** One that asks, once. Told on a thread of the server. */
    public interface Client {
        UserId user();

        X509Certificate certificate();

        /** When its certificate ends. */
        Instant until();

        /** The revision of what it has. */
        OptionalLong has();

        /** For how long it would wait for a change. */
        Duration wish();

        /** It waits now. */
        void waits();

        /** It is about to be answered. */
        void ends();

        /** Nothing is pending any more, or something else. */
        void answered(PendingBadges pending);

        /** It has no valid certificate. */
        void refused();

        void failed(RuntimeException why);

        /** @param then is to run if the client goes before it is answered */
        void whenGone(Runnable then);
    }

    public SimulatedPolls(Around around) {
        this.around = around;
        waits = new Waits(around.devices(), around.answers(), new Meters(), around.nanos());
        poll = new LongPoll(around.notices(), around.devices(), waits, around.clock(), new TestConfig(Map.of()));
    }

    public void start(Timers timers) {
        waits.start(this, timers);
    }

    public Deliveries deliveries() {
        return waits;
    }

    public void on(DeviceRevoked revoked) {
        waits.revoked(revoked);
    }

    public void on(UserRemoved removed) {
        waits.removed(removed);
    }

    public int count() {
        return waits.count();
    }

    /** Sends all away. */
    public void drain() {
        try {
            waits.drain(Duration.ZERO);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public void ask(Client client) {
        around.requests().execute(() -> askNow(client));
    }

    private void askNow(Client client) {
        boolean[] answered = new boolean[1];
        unlessItFails(client, () -> {
            if (!mayStay(client)) {
                client.refused();
                return;
            }
            poll.ask(question(client), Optional.of(visitor(client)), Optional.of(client.wish()), made -> {
                answered[0] = true;
                answer(client);
            });
            if (!answered[0]) {
                client.waits();
            }
        });
    }

    private LongPoll.Question question(Client client) {
        List<String> tags =
                client.has().isPresent() ? List.of(KnownTag.of(client.has().getAsLong())) : List.of();
        return new LongPoll.Question(client.user(), Page.of(null, null), new KnownTag(tags));
    }

    private Visitors.Visitor visitor(Client client) {
        Consumer<Runnable> whenGone = client::whenGone;
        return new Visitors.Visitor(
                DeviceId.of(client.certificate()),
                client.until(),
                () -> !around.revocations().knows(client.certificate()),
                whenGone);
    }

    private boolean mayStay(Client client) {
        return around.clock().instant().isBefore(client.until())
                && !around.revocations().revoked(client.certificate());
    }

    private void answer(Client client) {
        client.ends();
        unlessItFails(client, () -> {
            if (mayStay(client)) {
                client.answered(around.notices().pending(client.user()));
            } else {
                client.refused();
            }
        });
    }

    private static void unlessItFails(Client client, Runnable what) {
        try {
            what.run();
        } catch (RuntimeException e) {
            client.failed(e);
        }
    }
}
