package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.util.List;
import net.tensamin.omega.testing.ErrorTables;
import org.junit.jupiter.api.Test;

class HandshakeAlertTest {
    private static final int CRYPTO_ERROR = 0x100;

    @Test
    void tableCallsEachAlertByItsName() throws IOException {
        List<String> documented = ErrorTables.below("TLS alerts", 2);
        assertFalse(documented.isEmpty());
        for (String row : documented) {
            int alert = Integer.parseInt(row.split(" ")[0]);
            assertEquals(alert + " " + HandshakeAlert.name(CRYPTO_ERROR + alert), row);
        }
    }
}
