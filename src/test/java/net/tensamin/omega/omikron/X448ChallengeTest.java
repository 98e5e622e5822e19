package net.tensamin.omega.omikron;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class X448ChallengeTest {
    private static final KeyPair OWN = anyPair();

    // RFC 7748 §6.2
    private static final String ALICE_PRIVATE =
            "9a8f4925d1519f5775cf46b04b5800d4ee9ee8bae8bc5565d498c28dd9c9baf574a9419744897391006382a6f127ab1d9ac2d8c0a598726b";
    private static final String ALICE_PUBLIC =
            "9b08f7cc31b7e3e67d22d5aea121074a273bd2b83de09c63faa73d2c22c5d9bbc836647241d953d40c5b12da88120d53177f80e532c41fa0";
    private static final String BOB_PRIVATE =
            "1c306a7ac2a0e2e0990b294470cba339e6453772b075811d8fad0d1d6927c120bb5ee8972b0d3e21374c9c921b09d1b0366f10b65173992d";
    private static final String BOB_PUBLIC =
            "3eb7a829b0cd20f5bcfc0b599b6feccf6da4627107bdb0d4f345b43027d8b972fc3e34fb4232a13ca706dcb57aec3dae07bdc1c67bf33609";
    private static final String SHARED =
            "07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a449a5037514a879d";

    private static final String TEXT = "0123456789abcdefghijABCDEFGHIJxy";

    @ParameterizedTest
    @CsvSource({
        // RFC 7748 §5.2
        "3d262fddf9ec8e88495266fea19a34d28882acef045104d0d1aae121700a779c984c24f8cdd78fbff44943eba368f54b29259a4f1c600ad3,"
                + "06fce640fa3487bfda5f6cf2d5263f8aad88334cbd07437f020f08f9814dc031ddbdc38c19c6da2583fa5429db94ada18aa7a7fb4ef8a086,"
                + "ce3e4ff95a60dc6697da1db1d85e6afbdf79b50a2412d7546d5f239fe14fbaadeb445fc66a01b0779d98223961111e21766282f73dd96b6f",
        "203d494428b8399352665ddca42f9de8fef600908e0d461cb021f8c538345dd77c3e4806e25f46d3315c44e0a5b4371282dd2c8d5be3095f,"
                + "0fbcc2f993cd56d3305b0b7d9e55d4c1a8fb5dbb52f8e9a1e9b6201b165d015894e56c4d3570bee52fe205e28a78b91cdfbde71ce8d157db,"
                + "884a02576239ff7a2f2f63b2db6a9ff37047ac13568e1e30fe63c4a7ad1b3ee3a5700df34321d62077e63633c575c1c954514e99da7c179d",
        ALICE_PRIVATE + "," + BOB_PUBLIC + "," + SHARED,
        BOB_PRIVATE + "," + ALICE_PUBLIC + "," + SHARED
    })
    void agreesAsTheRfcSays(String scalar, String u, String secret) throws GeneralSecurityException {
        assertEquals(secret, HexFormat.of().formatHex(X448Challenge.agree(pair(scalar, u), key(u))));
    }

    @ParameterizedTest
    @ValueSource(strings = {ALICE_PUBLIC, BOB_PUBLIC})
    void rawKeysAreLittleEndian(String raw) throws GeneralSecurityException {
        assertArrayEquals(bytes(raw), X448Challenge.encode(key(raw)));
    }

    @Test
    void shortNumbersFillTheKeyWithZeros() throws GeneralSecurityException {
        byte[] five = new byte[56];
        five[0] = 5; // the base point

        assertArrayEquals(five, X448Challenge.encode((XECPublicKey) X448Challenge.decode(five)));
    }

    /** Computed with another implementation of X448 and AES-GCM. */
    @Test
    void wholeChallengeFollowsTheFixedVector() throws GeneralSecurityException {
        byte[] nonce = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

        X448Challenge challenge = new X448Challenge(bytes(BOB_PUBLIC), pair(ALICE_PRIVATE, ALICE_PUBLIC), TEXT, nonce);

        assertEquals(
                "mwj3zDG34+Z9ItWuoSEHSic70rg94Jxj+qc9LCLF2bvINmRyQdlT1AxbEtqIEg1TF3+A5TLEH6A=", challenge.publicKey());
        assertEquals(
                "AAECAwQFBgcICQoLAcZO49BD6LHxdiZifmtKkjLQOmh1OOxvY7rJOnNyJz3irThDCTbFY+3tuNPJOjmL",
                challenge.encrypted());
    }

    @Test
    void ownerOfTheKeyReadsThirtyTwoAlphanumerics() throws GeneralSecurityException {
        X448Challenge challenge = X448Challenge.to(bytes(BOB_PUBLIC), OWN);

        String text = solve(challenge);

        assertTrue(text.matches("[A-Za-z0-9]{32}"), text);
        assertTrue(challenge.isAnsweredBy(text));
    }

    @Test
    void neitherNonceNorTextOfAChallengeComesTwice() throws GeneralSecurityException {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            X448Challenge challenge = X448Challenge.to(bytes(BOB_PUBLIC), OWN);
            String nonce = challenge.encrypted().substring(0, 16); // 12 bytes
            assertTrue(seen.add(nonce) && seen.add(solve(challenge)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0123456789abcdefghijABCDEFGHIJx",
                "0123456789abcdefghijABCDEFGHIJxyz",
                "0123456789abcdefghijABCDEFGHIJxY",
                "0123456789abcdefghijABCDEFGHIJx\u0443"
            })
    void onlyTheTextItselfAnswers(String answer) throws GeneralSecurityException {
        X448Challenge challenge =
                new X448Challenge(bytes(BOB_PUBLIC), pair(ALICE_PRIVATE, ALICE_PUBLIC), TEXT, new byte[12]);

        assertFalse(challenge.isAnsweredBy(answer));
        assertTrue(challenge.isAnsweredBy(TEXT));
    }

    /** RFC 7748 §6.2: u of 0, 1, p-1, and the same beyond p: their shared secret is 0 with any key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000",
                "fefffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "00000000000000000000000000000000000000000000000000000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            })
    void pointsOfSmallOrderAreRefused(String raw) {
        assertThrows(InvalidKeyException.class, () -> X448Challenge.to(bytes(raw), OWN));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 32, 55, 57, 112})
    void keysOfAnotherLengthAreRefused(int length) {
        byte[] key = Arrays.copyOf(bytes(BOB_PUBLIC), length);

        String message = assertThrows(InvalidKeyException.class, () -> X448Challenge.to(key, OWN))
                .getMessage();

        assertEquals("an X448 public key has 56 bytes, this one has " + length, message);
    }

    @Test
    void anotherKeyReadsNothing() throws GeneralSecurityException {
        X448Challenge challenge = X448Challenge.to(bytes(ALICE_PUBLIC), OWN);

        assertThrows(GeneralSecurityException.class, () -> solve(challenge));
    }

    private static KeyPair anyPair() {
        try {
            return KeyPairGenerator.getInstance("X448").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As Bob. */
    private static String solve(X448Challenge challenge) throws GeneralSecurityException {
        byte[] omega = Base64.getDecoder().decode(challenge.publicKey());
        byte[] secret = X448Challenge.agree(pair(BOB_PRIVATE, BOB_PUBLIC), X448Challenge.decode(omega));
        byte[] sealed = Base64.getDecoder().decode(challenge.encrypted());
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(MessageDigest.getInstance("SHA-256").digest(secret), "AES"),
                new GCMParameterSpec(128, sealed, 0, 12));
        return new String(cipher.doFinal(sealed, 12, sealed.length - 12), java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static KeyPair pair(String scalar, String publicKey) throws GeneralSecurityException {
        PrivateKey secret = KeyFactory.getInstance("X448")
                .generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X448, bytes(scalar)));
        return new KeyPair(key(publicKey), secret);
    }

    private static XECPublicKey key(String raw) throws InvalidKeyException {
        return (XECPublicKey) X448Challenge.decode(bytes(raw));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
