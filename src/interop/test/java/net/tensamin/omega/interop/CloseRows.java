package net.tensamin.omega.interop;

import java.security.KeyPair;
import net.tensamin.omega.testing.TestAuthority;

/** How the server ends a connection, and how a client hears of it. */
final class CloseRows {
    private static final int CRYPTO_ERROR = 0x100; // RFC 9000 §20.1
    private static final int CERTIFICATE_EXPIRED = 45; // RFC 8446 §6
    private static final int UNKNOWN_CA = 48;
    private static final int CERTIFICATE_REQUIRED = 116;
    private static final int REPLACED = 102; // SPEC §3
    private static final int NOT_IDENTIFIED = 103;
    private static final int ABUSE = 201;

    private CloseRows() {}

    static void closes(Trial trial) throws Exception {
        Knock knock = trial.knock();
        try (StackClient first = knock.identified(Trial.USER);
                StackClient second = knock.identified(Trial.USER)) {
            first.awaitClosed("application", REPLACED);
            second.say("x".repeat(20_000));
            second.awaitClosed("application", ABUSE);
        }
        try (StackClient silent = trial.knock().at(trial.strict()).connected()) {
            silent.awaitClosed("application", NOT_IDENTIFIED);
        }
    }

    static void refusals(Trial trial) throws Exception {
        KeyPair keys = KeyType.P_256.generate();
        TestAuthority stranger = TestAuthority.named("Stranger");
        refused(
                trial.knock()
                        .showing(request(trial.authority()).keys(keys).expired().issue()),
                CERTIFICATE_EXPIRED);
        refused(trial.knock().showing(request(stranger).keys(keys).issue()), UNKNOWN_CA);
        refused(trial.knock().showingNothing(), CERTIFICATE_REQUIRED);
    }

    private static TestAuthority.Request request(TestAuthority authority) {
        return authority.certificate("refused").user(Trial.USER).forClients();
    }

    private static void refused(Knock knock, int alert) throws Exception {
        try (StackClient client = knock.start()) {
            client.awaitClosed("transport", CRYPTO_ERROR + alert);
        }
    }
}
