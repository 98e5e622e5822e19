package net.tensamin.omega.registry;

import jakarta.enterprise.event.Event;
import java.util.function.Supplier;
import net.tensamin.omega.account.LinkCall;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.limits.Breaches;
import net.tensamin.omega.limits.RateTable;
import net.tensamin.omega.limits.Source;
import net.tensamin.omega.metrics.Meters;

/** Lets Omikrons change accounts where that is open, not too often, and records each attempt. Thread-safe. */
final class LinkCalls {
    private final Event<LinkCall> calls;
    private final boolean open;
    private final RateTable rate;
    private final Breaches breaches;

    LinkCalls(Event<LinkCall> calls, RegistrationSettings settings, Meters meters) {
        this.calls = calls;
        this.open = settings.open();
        this.rate = new RateTable(settings.rate(), System::nanoTime);
        this.breaches = new Breaches(
                RegistrationSettings.RATE,
                "it is refused",
                meters.counter(
                        "omega_omikron_registrations_refused_total",
                        "Registrations and deletions of Omikrons that were more than their limit"),
                System::nanoTime);
    }

    /** Of what has a rate. */
    <T> T counted(OmikronId omikron, String action, String subject, Supplier<T> work) {
        return recorded(omikron, action, subject, () -> {
            Source source = Source.of("omikron " + omikron);
            if (rate.take(source) > 0) {
                breaches.by(source);
                throw new RefusedChangeException(Reason.TOO_MANY, "This Omikron registers and deletes too much.");
            }
            return work.get();
        });
    }

    /** Of what has none. */
    <T> T recorded(OmikronId omikron, String action, String subject, Supplier<T> work) {
        if (!open) {
            throw new RefusedChangeException(Reason.FORBIDDEN, "Omikrons may not do this here.");
        }
        int status = 500;
        try {
            T done = work.get();
            status = 200;
            return done;
        } catch (RefusedChangeException e) {
            status = e.reason().status();
            throw e;
        } finally {
            calls.fire(new LinkCall(omikron, action, subject, status));
        }
    }
}
