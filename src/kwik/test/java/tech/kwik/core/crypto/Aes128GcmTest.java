package tech.kwik.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import net.tensamin.omega.testing.OwnThread;
import org.junit.jupiter.api.Test;
import tech.kwik.core.impl.DecryptionException;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;

class Aes128GcmTest {
    private static final byte[] ID = bytes("8394c8f03e515708");
    private static final byte[] INITIAL_SECRET =
            bytes("7db5df06e7a69e432496adedb00851923595221596ae2ae9fb8115c1e9ed0a44");
    private final Aead client = initial(Role.Client);
    private final Aead server = initial(Role.Server);

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    private static Aead initial(Role role) {
        return new Aes128Gcm(Version.QUIC_version_1, role, true, INITIAL_SECRET, null, new NullLogger());
    }

    /** RFC 9001 appendix A.2 and A.3: the keys are those of the connection id 0x8394c8f03e515708. */
    @Test
    void masksAreThoseOfTheStandardHoweverOftenTheKeyChanges() {
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(
                    bytes("437b9aec36"),
                    first5(client.createHeaderProtectionMask(bytes("d1b1c98dd7689fb8ec11d242b123dc9b"))));
            assertArrayEquals(
                    bytes("2ec0d8356a"),
                    first5(server.createHeaderProtectionMask(bytes("2cd0991cd25b0aac406a5816b6394100"))));
        }
    }

    private static byte[] first5(byte[] mask) {
        return Arrays.copyOf(mask, 5);
    }

    @Test
    void packetsOfManyConnectionsAreSealedAndOpenedInTurn() throws DecryptionException {
        byte[] nonce = new byte[12];
        for (byte i = 0; i < 10; i++) {
            nonce[0] = i;
            byte[] fromClient = client.aeadEncrypt(ID, new byte[] {i}, nonce);
            byte[] fromServer = server.aeadEncrypt(ID, new byte[] {i}, nonce);
            assertArrayEquals(new byte[] {i}, client.aeadDecrypt(ID, fromClient, nonce));
            assertArrayEquals(new byte[] {i}, server.aeadDecrypt(ID, fromServer, nonce));
            assertThrows(DecryptionException.class, () -> client.aeadDecrypt(ID, fromServer, nonce));
        }
    }

    @Test
    void whatIsSealedAgainIsTheSame() {
        byte[] nonce = new byte[12];
        byte[] sealed = server.aeadEncrypt(ID, new byte[30], nonce);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(sealed, server.aeadEncrypt(ID, new byte[30], nonce));
            assertArrayEquals(sealed, initial(Role.Server).aeadEncrypt(ID, new byte[30], nonce));
        }
    }

    @Test
    void threadsShareNone() {
        Cipher other = OwnThread.supply(() -> ((Aes128Gcm) server).getCipher()).join();
        assertNotSame(((Aes128Gcm) server).getCipher(), other);
        assertEquals("AES/GCM/NoPadding", ((Aes128Gcm) server).getCipher().getAlgorithm());
    }
}
