package net.tensamin.omega.operator;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.device.RegistryOf;

/** {@link Operators} and {@link OperatorCertificates} outside a container, for tests of other components. */
public final class OperatorsOf {
    private OperatorsOf() {}

    public static Operators entities(EntityManager entities) {
        Operators operators = new Operators();
        operators.entities = entities;
        operators.administrators = administrators(entities);
        return operators;
    }

    private static Administrators administrators(EntityManager entities) {
        Administrators administrators = new Administrators();
        administrators.entities = entities;
        return administrators;
    }

    static OperatorRemovals removals(EntityManager entities) {
        OperatorRemovals removals = new OperatorRemovals();
        removals.entities = entities;
        removals.administrators = administrators(entities);
        removals.devices = RegistryOf.entities(entities);
        return removals;
    }

    /** An operator who may look. */
    public static void add(EntityManager entities, String name, Instant now) {
        entities(entities).put(new OperatorName(name), Role.VIEW, new IfMatch(null), true, now);
    }

    public static void remove(EntityManager entities, OperatorName name, Instant now) {
        removals(entities).remove(name, new IfMatch(null), true, now);
    }

    public static OperatorCertificates certificates(EntityManager entities) {
        OperatorCertificates certificates = new OperatorCertificates();
        certificates.entities = entities;
        certificates.devices = RegistryOf.entities(entities);
        return certificates;
    }
}
