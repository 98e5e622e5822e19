package net.tensamin.omega.registry;

import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.time.Clock;
import net.tensamin.omega.account.AccountsChanged;
import net.tensamin.omega.account.TestAccounts;
import net.tensamin.omega.account.TestRemoval;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/** The registry outside a container. */
final class TestRegistry {
    static final Validator VALIDATOR = Validation.byDefaultProvider()
            .configure()
            .messageInterpolator(new ParameterMessageInterpolator())
            .buildValidatorFactory()
            .getValidator();

    private TestRegistry() {}

    static Registry of(EntityManager entities, Clock clock, Event<AccountsChanged> changes) {
        Registry registry = new Registry();
        registry.entities = entities;
        registry.validator = VALIDATOR;
        registry.clock = clock;
        registry.changes = changes;
        registry.removal = TestRemoval.of(entities, left -> {});
        return registry;
    }

    static Imports imports(EntityManager entities, Clock clock, Event<AccountsChanged> changes) {
        Imports imports = new Imports();
        imports.entities = entities;
        imports.validator = VALIDATOR;
        imports.ids = ids(entities, clock);
        imports.changes = changes;
        imports.removal = TestRemoval.of(entities, left -> {});
        return imports;
    }

    static IotaRemoval removal(EntityManager entities, Event<AccountsChanged> changes) {
        IotaRemoval removal = new IotaRemoval();
        removal.entities = entities;
        removal.changes = changes;
        removal.accounts = TestAccounts.of(entities);
        return removal;
    }

    static IdSource ids(EntityManager entities, Clock clock) {
        IdSource ids = new IdSource();
        ids.entities = entities;
        ids.clock = clock;
        return ids;
    }
}
