package net.tensamin.omega.operator;

import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.device.Revocations;

/** Operators as they are answered and changed: those that are registered, and those that the configuration names. A change is in force when it returns. */
@ApplicationScoped
class OperatorRegistry {
    private final Operators operators;
    private final OperatorRemovals removals;
    private final OperatorCertificates certificates;
    private final OperatorRoles roles;
    private final Revocations revocations;
    private final Clock clock;

    /** For the client proxy. */
    OperatorRegistry() {
        this(null, null, null, null, null, null);
    }

    @Inject
    OperatorRegistry(
            Operators operators,
            OperatorRemovals removals,
            OperatorCertificates certificates,
            OperatorRoles roles,
            Revocations revocations,
            Clock clock) {
        this.operators = operators;
        this.removals = removals;
        this.certificates = certificates;
        this.roles = roles;
        this.revocations = revocations;
        this.clock = clock;
    }

    /** Empty for a name that nobody has. */
    Optional<OperatorAnswer> find(OperatorName name) {
        Optional<OperatorAnswer> registered =
                operators.find(name).map(entry -> OperatorAnswer.one(entry, isConfigured(name)));
        return registered.or(() -> isConfigured(name)
                ? Optional.of(OperatorAnswer.configured("success", name.value()))
                : Optional.empty());
    }

    /** Those that only the configuration names are on the first page, whatever fits there besides. */
    OperatorAnswer.Page page(String find, String after, int most) {
        List<Operators.Entry> entries = operators.page(find, after, most + 1);
        List<OperatorAnswer> shown = new ArrayList<>();
        if (after.isEmpty()) {
            roles.administrators().stream()
                    .filter(name -> name.toLowerCase(Locale.ROOT).contains(find.toLowerCase(Locale.ROOT)))
                    .filter(name -> operators.find(new OperatorName(name)).isEmpty())
                    .sorted()
                    .map(name -> OperatorAnswer.configured(null, name))
                    .forEach(shown::add);
        }
        entries.stream()
                .limit(most)
                .map(entry -> OperatorAnswer.listed(entry, isConfigured(new OperatorName(entry.name()))))
                .forEach(shown::add);
        return new OperatorAnswer.Page(
                "success", shown, entries.size() > most ? entries.get(most - 1).name() : null);
    }

    record Put(OperatorAnswer answer, boolean created) {}

    Put put(OperatorName name, Role role, IfMatch state) {
        Operators.Put put;
        try {
            put = operators.put(name, role, state, others(), clock.instant());
        } catch (EJBException e) { // another call made it meanwhile; or the database is away, and is so again
            put = operators.put(name, role, state, others(), clock.instant());
        }
        roles.refresh();
        return new Put(OperatorAnswer.one(put.entry(), isConfigured(name)), put.created());
    }

    OperatorAnswer change(OperatorName name, Role role, IfMatch state) {
        Operators.Entry changed = operators.change(name, role, state, others());
        roles.refresh();
        return OperatorAnswer.one(changed, isConfigured(name));
    }

    void remove(OperatorName name, IfMatch state) {
        requireNotConfigured(name);
        removals.remove(name, state, others(), clock.instant());
        roles.refresh();
        revocations.refresh();
    }

    /** @param done when it was removed before */
    void removeAgain(OperatorName name, Instant done) {
        requireNotConfigured(name);
        removals.again(name, done, others(), clock.instant());
        roles.refresh();
        revocations.refresh();
    }

    private void requireNotConfigured(OperatorName name) {
        if (isConfigured(name)) {
            throw new RefusedChangeException(
                    Reason.CONFLICT,
                    "\"" + name + "\" is an administrator as long as it is listed in "
                            + OperatorSettings.ADMINISTRATORS.label() + ": remove it there first, on every server.");
        }
    }

    OperatorAnswer.Certificates certificates(OperatorName name) {
        return OperatorAnswer.Certificates.of(certificates.of(name));
    }

    void revoke(OperatorName name, DeviceId certificate) {
        certificates.revoke(name, certificate, clock.instant());
        revocations.refresh();
    }

    void revokeAgain(DeviceId certificate) {
        certificates.revokeAgain(certificate, clock.instant());
        revocations.refresh();
    }

    private boolean isConfigured(OperatorName name) {
        return roles.isConfigured(name);
    }

    private boolean others() {
        return !roles.administrators().isEmpty();
    }
}
