package tech.kwik.core.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import tech.kwik.core.impl.DecryptionException;
import tech.kwik.core.impl.Role;
import tech.kwik.core.impl.Version;
import tech.kwik.core.log.NullLogger;

class ChaCha20Test {
    private static final byte[] HEADER = {0x40};
    private final ChaCha20 keys =
            new ChaCha20(Version.QUIC_version_1, Role.Server, false, new byte[32], null, new NullLogger());

    @Test
    void packetThatComesTwiceIsOpenedTwice() throws DecryptionException {
        byte[] nonce = keys.nonce(7);
        byte[] sealed = keys.aeadEncrypt(HEADER, new byte[30], nonce);
        assertArrayEquals(sealed, keys.aeadEncrypt(HEADER, new byte[30], nonce));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(new byte[30], keys.aeadDecrypt(HEADER, sealed, nonce));
        }
        sealed[3] ^= 1;
        for (int i = 0; i < 2; i++) {
            assertThrows(DecryptionException.class, () -> keys.aeadDecrypt(HEADER, sealed, nonce));
        }
    }

    @Test
    void whatIsTooShortIsNoPacket() {
        assertThrows(DecryptionException.class, () -> keys.aeadDecrypt(HEADER, new byte[15], keys.nonce(7)));
    }
}
