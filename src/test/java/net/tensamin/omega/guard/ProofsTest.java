package net.tensamin.omega.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Principal;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.UserId;
import org.junit.jupiter.api.Test;

class ProofsTest {
    private final Proofs proofs = new Proofs(shown -> Optional.empty());

    @Test
    void oneCallerProvesNoMoreThanItsPartHoweverManyCertificatesItHas() {
        for (int i = 0; i < Proofs.MOST_OF_ONE; i++) {
            assertTrue(proofs.take(user(42)));
        }
        assertFalse(proofs.take(user(42)));
        assertTrue(proofs.take(user(7)), "others are not concerned");
        assertTrue(proofs.take(new CertificateIdentity.Operator("42")));

        proofs.giveBack(user(42));
        assertTrue(proofs.take(user(42)));
        assertFalse(proofs.take(user(42)));
    }

    @Test
    void nothingIsKeptOfCallersThatAreGone() {
        for (int user = 1; user <= 1_000; user++) {
            proofs.take(user(user));
            proofs.take(user(user));
        }
        for (int user = 1; user <= 1_000; user++) {
            proofs.giveBack(user(user));
            proofs.giveBack(user(user));
        }
        assertEquals(0, proofs.callers());
    }

    private static Principal user(long id) {
        return new CertificateIdentity.Device(new UserId(id));
    }
}
