package net.tensamin.omega.quic.admission;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetryTokensTest {
    private static final InetSocketAddress CLIENT = new InetSocketAddress("192.0.2.1", 1234);
    private static final byte[] ORIGINAL = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final byte[] RETRY = {11, 12, 13, 14, 15, 16, 17, 18};

    private long nanos = Long.MAX_VALUE - 3;
    private final RetryTokens tokens = new RetryTokens(() -> nanos);
    private final byte[] token = tokens.issue(CLIENT, ORIGINAL, RETRY);

    @Test
    void tokenTellsTheOriginalIdToItsOwnerForAWhile() {
        nanos += RetryTokens.LIFETIME.toNanos();
        assertArrayEquals(ORIGINAL, tokens.originalId(token, CLIENT, RETRY).orElseThrow());
        nanos++;
        assertRefused(token, CLIENT, RETRY);
    }

    @Test
    void tokenIsForOneAddressPortAndConnectionId() {
        assertRefused(token, new InetSocketAddress("192.0.2.2", 1234), RETRY);
        assertRefused(token, new InetSocketAddress("192.0.2.1", 1235), RETRY);
        assertRefused(token, CLIENT, ORIGINAL);
        assertRefused(token, CLIENT, new byte[0]);
    }

    @Test
    void noOtherBytesAreAToken() {
        for (int at = 0; at < token.length; at++) {
            byte[] forged = token.clone();
            forged[at] ^= 1;
            assertRefused(forged, CLIENT, RETRY);
            assertRefused(Arrays.copyOf(token, at), CLIENT, RETRY);
        }
        assertRefused(new RetryTokens(() -> nanos).issue(CLIENT, ORIGINAL, RETRY), CLIENT, RETRY);
    }

    @Test
    void tokenIsKnownAgainWhereverAndWheneverItComesFrom() {
        assertTrue(tokens.isOwn(token, RETRY));
        nanos += RetryTokens.LIFETIME.toNanos() + 1;
        assertTrue(tokens.isOwn(token, RETRY));
        assertFalse(tokens.isOwn(token, ORIGINAL));
        assertFalse(tokens.isOwn(token, new byte[0]));
    }

    @Test
    void noOtherBytesAreKnownAsAToken() {
        int proof = 16; // which is for one address, and not asked for
        for (int at = 0; at < token.length - proof; at++) {
            byte[] forged = token.clone();
            forged[at] ^= 1;
            assertFalse(tokens.isOwn(forged, RETRY));
        }
        for (int length = 0; length < 100; length++) {
            assertEquals(length == token.length, tokens.isOwn(Arrays.copyOf(token, length), RETRY));
        }
        assertFalse(tokens.isOwn(new RetryTokens(() -> nanos).issue(CLIENT, ORIGINAL, RETRY), RETRY));
    }

    @Test
    void tokensFitTheIdsThatClientsMayMakeUp() {
        for (int length = 8; length <= 20; length++) {
            byte[] own = tokens.issue(CLIENT, new byte[length], RETRY);
            assertTrue(tokens.isOwn(own, RETRY));
            assertArrayEquals(
                    new byte[length], tokens.originalId(own, CLIENT, RETRY).orElseThrow());
        }
    }

    private void assertRefused(byte[] token, InetSocketAddress client, byte[] retryId) {
        assertEquals(Optional.empty(), tokens.originalId(token, client, retryId));
    }
}
