package net.tensamin.omega.pki;

import jakarta.ejb.Stateless;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.util.function.Supplier;

/** The servers' key in the database: made once, whoever starts first. */
@Stateless
public class ServerKeys {
    @PersistenceContext(unitName = "omega")
    EntityManager entities;

    /** The key that there is, or that is kept from now on; others who ask at the same time wait for it. */
    public SealedKey keptOr(Supplier<SealedKey> made) {
        StoredKey row = entities.find(StoredKey.class, StoredKey.ONLY, LockModeType.PESSIMISTIC_WRITE);
        return row.key().orElseGet(() -> {
            SealedKey first = made.get();
            row.keep(first);
            return first;
        });
    }
}
