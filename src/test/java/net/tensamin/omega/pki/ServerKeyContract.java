package net.tensamin.omega.pki;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.KeyAgreement;
import net.tensamin.omega.store.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every database must do. */
abstract class ServerKeyContract {
    private static final String PASSWORD = "a password";

    private TestDatabase database;
    private ServerKeys keys;

    abstract TestDatabase start();

    @BeforeEach
    void open() {
        database = start();
        keys = new ServerKeys() {
            @Override
            public SealedKey keptOr(Supplier<SealedKey> made) {
                return database.call(entities -> {
                    ServerKeys bean = new ServerKeys();
                    bean.entities = entities;
                    return bean.keptOr(made);
                });
            }
        };
    }

    @AfterEach
    void close() throws Exception {
        database.close();
    }

    @Test
    void serversThatStartAtTheSameTimeHaveTheSameKeyAndSoHasTheNextStart() throws Exception {
        List<CompletableFuture<KeyPair>> starts = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> ServerKey.opened(keys, PASSWORD)))
                .limit(4)
                .toList();
        Set<String> published = new HashSet<>();
        for (CompletableFuture<KeyPair> start : starts) {
            published.add(base64(start.get().getPublic().getEncoded()));
        }
        KeyPair next = ServerKey.opened(keys, PASSWORD);
        published.add(base64(next.getPublic().getEncoded()));
        assertEquals(1, published.size(), published::toString);
        assertBelongTogether(next);
    }

    private static void assertBelongTogether(KeyPair pair) throws Exception {
        KeyPair other = SealedKey.make(new char[] {'x'}).open(new char[] {'x'});
        assertArrayEquals(secret(pair, other), secret(other, pair));
    }

    private static byte[] secret(KeyPair own, KeyPair other) throws Exception {
        KeyAgreement agreement = KeyAgreement.getInstance("X448");
        agreement.init(own.getPrivate());
        agreement.doPhase(other.getPublic(), true);
        return agreement.generateSecret();
    }

    @Test
    void anotherPasswordDoesNotOpenItAndIsNamed() {
        ServerKey.opened(keys, PASSWORD);
        String said = assertThrows(IllegalArgumentException.class, () -> ServerKey.opened(keys, "another"))
                .getMessage();
        assertTrue(
                said.startsWith("omega.pki.server-key-password (OMEGA_PKI_SERVER_KEY_PASSWORD) does not open"), said);
        assertEquals("XDH", ServerKey.opened(keys, PASSWORD).getPrivate().getAlgorithm());
    }

    @Test
    void theDatabaseDoesNotHaveThePrivateKeyInTheOpen() {
        byte[] secret = ServerKey.opened(keys, PASSWORD).getPrivate().getEncoded();
        byte[] scalar = Arrays.copyOfRange(secret, secret.length - 56, secret.length);
        String kept = keys.keptOr(() -> null).privateKey();
        assertFalse(latin(Base64.getDecoder().decode(kept)).contains(latin(scalar)));
    }

    @Test
    void whoeverTakesItOutOfTheTableGetsAnother() {
        byte[] first = ServerKey.opened(keys, PASSWORD).getPublic().getEncoded();
        database.run(
                entities -> entities.createNativeQuery("update server_key set public_key = null, private_key = null")
                        .executeUpdate());
        assertFalse(base64(first)
                .equals(base64(ServerKey.opened(keys, "another").getPublic().getEncoded())));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
