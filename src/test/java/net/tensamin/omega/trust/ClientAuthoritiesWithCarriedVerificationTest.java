package net.tensamin.omega.trust;

import java.util.List;
import net.tensamin.omega.quic.tls.Cryptography;
import org.junit.jupiter.api.AfterAll;

/** As QUIC decides, unless an operator names a provider. */
class ClientAuthoritiesWithCarriedVerificationTest extends ClientAuthoritiesTest {
    private static final Cryptography CARRIED = Cryptography.by(List.of());

    @AfterAll
    static void release() {
        CARRIED.release();
    }

    @Override
    SignatureCheck signatureCheck() {
        return CARRIED;
    }
}
