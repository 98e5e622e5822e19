package net.tensamin.omega.operator;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.DeviceId;

/** The operators that are registered, durably. What is refused is a {@link RefusedChangeException}. */
@Stateless
public class Operators {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    @Inject
    Administrators administrators;

    /**
     * A registered operator.
     *
     * @param tag of this state, strong and in quotes
     */
    public record Entry(String name, Role role, Instant added, String tag) {
        static Entry of(RegisteredOperator operator) {
            return new Entry(operator.name(), operator.role(), operator.added(), operator.tag());
        }
    }

    /** @param created whether there was none of this name */
    public record Put(Entry entry, boolean created) {}

    /**
     * What a server has to know of one to let it in.
     *
     * @param since null for any certificate; else one counts that began then or later, or has one of these ids
     */
    public record Known(Role role, Optional<Instant> since, Set<DeviceId> certificates) {}

    public Optional<Entry> find(OperatorName name) {
        return Optional.ofNullable(entities.find(RegisteredOperator.class, name.value()))
                .map(Entry::of);
    }

    /**
     * In order of their names.
     *
     * @param find what a name has in it, in any case; empty for all
     * @param after the name before the first; empty to begin
     */
    public List<Entry> page(String find, String after, int most) {
        return entities.createNamedQuery(RegisteredOperator.PAGE, RegisteredOperator.class)
                .setParameter("find", find.toLowerCase(Locale.ROOT))
                .setParameter("after", after)
                .setMaxResults(most)
                .getResultStream()
                .map(Entry::of)
                .toList();
    }

    /** All of them, by their names. */
    public Map<String, Known> known() {
        Map<String, Set<DeviceId>> certificates = new HashMap<>();
        entities.createNamedQuery(OperatorCertificate.OF_RETURNED, OperatorCertificate.class)
                .getResultStream()
                .forEach(each -> certificates
                        .computeIfAbsent(each.operator(), first -> new HashSet<>())
                        .add(each.id()));
        Map<String, Known> known = new HashMap<>();
        entities.createNamedQuery(RegisteredOperator.ALL, RegisteredOperator.class)
                .getResultStream()
                .forEach(each -> known.put(
                        each.name(),
                        new Known(
                                each.role(),
                                each.certificatesSince(),
                                certificates.getOrDefault(each.name(), Set.of()))));
        return known;
    }

    /**
     * Makes an operator, or gives one that is there this role; of two at once, one fails and may try again.
     *
     * @param others whether there are administrators that are not registered
     */
    public Put put(OperatorName name, Role role, IfMatch state, boolean others, Instant now) {
        administrators.lock();
        RegisteredOperator there = locked(name);
        if (there != null) {
            boolean same = there.role() == role;
            if (!same) {
                state.require(there.tag());
                change(there, role, others);
            }
            return new Put(Entry.of(there), false);
        }
        if (state.header() != null) {
            throw new RefusedChangeException(
                    Reason.OUTDATED, "There is no operator \"" + name + "\" that could have this tag.");
        }
        RemovedOperator before = entities.find(RemovedOperator.class, name.value());
        RegisteredOperator made =
                new RegisteredOperator(name, role, millis(now), before == null ? null : since(before));
        entities.persist(made);
        entities.flush();
        return new Put(Entry.of(made), true);
    }

    /** Certificates say when they begin in seconds: the first that surely began later. */
    private static Instant since(RemovedOperator before) {
        return before.removed().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    }

    /** Gives an operator another role. */
    public Entry change(OperatorName name, Role role, IfMatch state, boolean others) {
        administrators.lock();
        RegisteredOperator there = required(name);
        state.require(there.tag());
        if (there.role() != role) {
            change(there, role, others);
        }
        return Entry.of(there);
    }

    private void change(RegisteredOperator there, Role role, boolean others) {
        administrators.leaves(there, others);
        there.change(role);
    }

    private RegisteredOperator required(OperatorName name) {
        RegisteredOperator there = locked(name);
        if (there == null) {
            throw new RefusedChangeException(Reason.UNKNOWN, "There is no operator \"" + name + "\".");
        }
        return there;
    }

    /** Null for none. */
    private RegisteredOperator locked(OperatorName name) {
        return entities.find(RegisteredOperator.class, name.value(), LockModeType.PESSIMISTIC_WRITE);
    }

    /** As the database keeps it, so that a tag stays the same. */
    private static Instant millis(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS);
    }
}
