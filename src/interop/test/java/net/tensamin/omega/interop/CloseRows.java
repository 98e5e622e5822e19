package net.tensamin.omega.interop;

import static org.awaitility.Awaitility.await;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import net.tensamin.omega.testing.OperatorCalls;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;

/** How the server ends a connection, and how a client hears of it. */
final class CloseRows {
    private static final int CRYPTO_ERROR = 0x100; // RFC 9000 §20.1
    private static final int CERTIFICATE_EXPIRED = 45; // RFC 8446 §6
    private static final int UNKNOWN_CA = 48;
    private static final int CERTIFICATE_REQUIRED = 116;
    private static final int GOING_AWAY = 100; // SPEC §3
    private static final int REPLACED = 102;
    private static final int NOT_IDENTIFIED = 103;
    private static final int REVOKED = 200;
    private static final int ABUSE = 201;
    private static final int CERTIFICATE_ENDED = 202;
    /** Longer than a handshake takes on a busy machine. */
    private static final Duration LIFE = Duration.ofSeconds(15);

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
        sentAway(trial);
        revoked(trial);
        certificateEnded(trial);
    }

    /** At the strict server a device may connect twice. */
    private static void sentAway(Trial trial) throws Exception {
        Knock knock = trial.knock().at(trial.strict());
        knock.connected().close();
        knock.connected().close();
        try (StackClient again = knock.start()) {
            again.awaitClosed("application", GOING_AWAY);
        }
    }

    private static void revoked(Trial trial) throws Exception {
        TestIdentity device = trial.device(KeyType.P_256);
        try (StackClient client = trial.knock().showing(device).identified(Trial.USER)) {
            await().untilAsserted(() -> OperatorCalls.revoke(Trial.USER, device.certificate())); // once it is known
            client.awaitClosed("application", REVOKED);
        }
    }

    private static void certificateEnded(Trial trial) throws Exception {
        TestIdentity device = trial.request()
                .keys(KeyType.P_256.generate())
                .validity(Instant.now().minusSeconds(60), Instant.now().plus(LIFE))
                .issue();
        try (StackClient client = trial.knock().showing(device).identified(Trial.USER)) {
            client.awaitClosed("application", CERTIFICATE_ENDED);
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
