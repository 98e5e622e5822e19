package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import net.tensamin.omega.testing.CryptoProviders;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.kwik.agent15.TlsConstants.AlertDescription;

class CryptographyTest {
    private static final String CARELESS = "Careless";
    private static final String CONSCRYPT = "org.conscrypt.OpenSSLProvider";
    private static final byte[] SIGNED = {1, 2, 3};

    @AfterEach
    void forgetTheCareless() {
        Security.removeProvider(CARELESS);
    }

    @Test
    void withoutProvidersTheApplicationsOwnVerifiesCertificatesForAsLongAsSomebodyNeedsIt() {
        List<X509Certificate> path = TestAuthority.named("Any").device(42).chain();
        assertEquals(Optional.empty(), Cryptography.ofTheJdk().providerOf(path));
        int before = CarriedVerification.users();
        List<Cryptography> both = List.of(Cryptography.by(List.of()), Cryptography.by(List.of()));
        String name = both.get(0).providerOf(path).orElseThrow();
        both.get(0).release();
        both.get(0).release(); // as a listener does that is closed twice
        Cryptography.ofTheJdk().release();
        assertSame(CarriedVerification.provider(), Security.getProvider(name), "the other still needs it");
        both.get(1).release();
        assertEquals(before, CarriedVerification.users());
        assertEquals(before > 0, Security.getProvider(name) != null);
    }

    @Test
    void whatTheApplicationCarriesPassesTheTrialOfProviders() {
        Cryptography carried = Cryptography.by(List.of());
        new CryptographyTrial(carried).run();
        assertTrue(carried.carriesX25519());
        carried.release();
    }

    @ParameterizedTest
    @EnumSource(names = {"ECDSA_SECP256R1_SHA256", "ECDSA_SECP384R1_SHA384", "ECDSA_SECP521R1_SHA512"})
    void whatItVerifiesIsWhatTheJdkVerifies(SignatureScheme scheme) throws GeneralSecurityException {
        KeyPair keys = scheme.keyPairs().generateKeyPair();
        Signature jdks = Signature.getInstance(scheme.algorithm());
        for (PublicKey key : List.of(keys.getPublic(), CarriedVerification.kept(keys.getPublic()))) {
            Signature own = Signature.getInstance(scheme.algorithm(), CarriedVerification.provider());
            own.initVerify(key);
            jdks.initSign(keys.getPrivate());
            jdks.update(SIGNED);
            byte[] signature = jdks.sign();
            for (int at = -1; at < signature.length; at++) { // each byte is altered once
                byte[] altered = signature.clone();
                if (at >= 0) {
                    altered[at] ^= 1;
                }
                jdks.initVerify(keys.getPublic());
                jdks.update(SIGNED);
                own.update(SIGNED);
                assertEquals(verifies(jdks, altered), verifies(own, altered), "byte " + at);
            }
            own.update(SIGNED);
            assertTrue(own.verify(signature), "after all that was refused");
            own.update((byte) 1);
            assertFalse(own.verify(signature), "of something else");
        }
    }

    private static boolean verifies(Signature signature, byte[] made) {
        try {
            return signature.verify(made);
        } catch (SignatureException e) {
            return false;
        }
    }

    /** Zeros and the order itself are no numbers of a signature, whatever the hash (FIPS 186-5 §6.4.2). */
    @Test
    void numbersOutOfTheirRangeAreRefused() throws GeneralSecurityException {
        KeyPair keys = SignatureScheme.ECDSA_SECP256R1_SHA256.keyPairs().generateKeyPair();
        BigInteger order = ((ECPublicKey) keys.getPublic()).getParams().getOrder();
        List<BigInteger> numbers = List.of(BigInteger.ZERO, BigInteger.ONE.negate(), order, order.add(BigInteger.ONE));
        Signature own = Signature.getInstance("SHA256withECDSA", CarriedVerification.provider());
        own.initVerify(keys.getPublic());
        for (BigInteger r : numbers) {
            for (BigInteger s : List.of(BigInteger.ZERO, BigInteger.ONE, order)) {
                own.update(SIGNED);
                assertFalse(verifies(own, der(r, s)), r + ", " + s);
            }
        }
    }

    private static byte[] der(BigInteger r, BigInteger s) {
        byte[] one = r.toByteArray();
        byte[] two = s.toByteArray();
        ByteBuffer der = ByteBuffer.allocate(6 + one.length + two.length);
        der.put((byte) 0x30).put((byte) (4 + one.length + two.length));
        der.put((byte) 2)
                .put((byte) one.length)
                .put(one)
                .put((byte) 2)
                .put((byte) two.length)
                .put(two);
        return der.array();
    }

    @Test
    void itSignsNothingAndTakesNoKeyOffItsCurveOrOfAnother() throws GeneralSecurityException {
        KeyPair keys = SignatureScheme.ECDSA_SECP256R1_SHA256.keyPairs().generateKeyPair();
        KeyPair rsa = SignatureScheme.RSA_PSS_RSAE_SHA256.keyPairs().generateKeyPair();
        Signature own = Signature.getInstance("SHA256withECDSA", CarriedVerification.provider());
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ECPoint off = new ECPoint(
                key.getW().getAffineX().xor(BigInteger.ONE), key.getW().getAffineY());
        PublicKey offItsCurve = KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(off, key.getParams()));
        assertThrows(InvalidKeyException.class, () -> own.initSign(keys.getPrivate()));
        assertThrows(InvalidKeyException.class, () -> own.initVerify(rsa.getPublic()));
        assertThrows(InvalidKeyException.class, () -> own.initVerify(offItsCurve));
        assertSame(offItsCurve, CarriedVerification.kept(offItsCurve));
        Provider.Service service = CarriedVerification.provider().getService("Signature", "SHA256withECDSA");
        assertTrue(service.supportsParameter(key));
        assertFalse(service.supportsParameter(keys.getPrivate()));
        assertFalse(service.supportsParameter(offItsCurve));
    }

    /** RFC 7748 §5: the highest bit of a share means nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"", "BC", CONSCRYPT})
    void highestBitOfShareOfX25519IsIgnored(String provider) throws HandshakeAlert {
        DiffieHellman client = new DiffieHellman(Cryptography.ofTheJdk(), Group.X25519);
        KeyPair keys = client.keyPair();
        byte[] share = client.share(keys.getPublic());
        share[share.length - 1] |= (byte) 0x80;
        Cryptography cryptography = Cryptography.by(provider.isEmpty() ? List.of() : List.of(provider));
        KeyExchange server = KeyExchange.answer(cryptography, Group.X25519, share);
        assertArrayEquals(server.secret(), client.secret(keys.getPrivate(), server.share()));
        cryptography.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BC", CONSCRYPT, "AmazonCorrettoCryptoProvider", "AmazonCorrettoCryptoProvider,BC"})
    void providersThatAreUpToItPassTheirTrialAndVerifyCertificatesToo(String names) {
        List<String> providers = List.of(names.split(","));
        providers.forEach(name -> assumeTrue(isHere(name), () -> name + " has nothing for this system"));
        Cryptography cryptography = Cryptography.by(providers);
        TestAuthority ec = TestAuthority.named("EC");
        TestIdentity device = ec.device(42);

        assertEquals(
                Optional.of(providers.get(0).equals(CONSCRYPT) ? "Conscrypt" : providers.get(0)),
                cryptography.providerOf(device.chain()),
                cryptography::toString);
        assertTrue(cryptography.toString().contains("SHA256withECDSA"), cryptography::toString);
        assertTrue(cryptography.toString().contains("ECDH"), cryptography::toString);
    }

    private static boolean isHere(String name) {
        return CryptoProviders.ofThisSystem().contains(name)
                || ServiceLoader.load(Provider.class).stream()
                        .anyMatch(provider -> provider.get().getName().equals(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Unheard of", "SunSASL"})
    void whatIsNotThereOrHasNothingToDoIsNamed(String name) {
        var refused = assertThrows(IllegalArgumentException.class, () -> Cryptography.by(List.of("BC", name)));
        assertTrue(refused.getMessage().startsWith(name + ", which "), refused::getMessage);
    }

    @Test
    void providerThatTakesAnySignatureIsNotTaken() {
        Security.addProvider(new Careless());
        var refused = assertThrows(IllegalArgumentException.class, () -> Cryptography.by(List.of(CARELESS)));
        assertTrue(refused.getMessage().contains(CARELESS + ", which fails the trial of "), refused::getMessage);
    }

    /** RFC 8446 §7.4; in another run of this test with others than the JDK. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "X25519MLKEM768")
    void keySharesOffTheCurveOrOfSmallOrderAreRefused(Group group) {
        Cryptography cryptography = Cryptography.by(CryptoProviders.ofThisRun());
        HandshakeAlert refused = assertThrows(
                HandshakeAlert.class,
                () -> KeyExchange.answer(cryptography, group, CryptographyTrial.invalidShare(group)));
        assertEquals(AlertDescription.illegal_parameter, refused.alertDescription());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "X25519MLKEM768")
    void aProviderAndTheJdkComeToTheSameSecret(Group group) throws HandshakeAlert {
        DiffieHellman client = new DiffieHellman(Cryptography.ofTheJdk(), group);
        KeyPair keys = client.keyPair();
        KeyExchange server = KeyExchange.answer(Cryptography.by(List.of("BC")), group, client.share(keys.getPublic()));
        assertArrayEquals(server.secret(), client.secret(keys.getPrivate(), server.share()));
    }

    @Test
    void encapsulationIsAsStandardised() throws GeneralSecurityException {
        MlKemVector vector = MlKemVector.known();
        assertTrue(vector.isMadeBy(new BouncyMlKem()));
        assertTrue(vector.isMadeBy(MlKem.preferred()));
        assertEquals(Runtime.version().feature() >= 24, JdkMlKem.find().isPresent(), "the JDK's where it has one");
    }

    @Test
    void wrongEncapsulationFailsTheTrial() throws GeneralSecurityException {
        MlKem careless = (key, random) -> {
            byte[] secret = new BouncyMlKem().encapsulate(key, random).secret();
            return new MlKem.Encapsulated(new byte[MlKem.CIPHERTEXT], secret);
        };
        assertFalse(MlKemVector.known().isMadeBy(careless));
    }

    /** Signs with the JDK and believes every signature. */
    public static final class Careless extends Provider {
        private static final long serialVersionUID = 1L;

        public Careless() {
            super(CARELESS, "1", "takes any signature");
            put("Signature.SHA256withECDSA", Credulous.class.getName());
        }
    }

    /** Of {@link Careless}. */
    public static final class Credulous extends SignatureSpi {
        private final Signature jdks;

        public Credulous() throws GeneralSecurityException {
            jdks = Signature.getInstance("SHA256withECDSA", "SunEC");
        }

        @Override
        protected void engineInitVerify(PublicKey key) {}

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            jdks.initSign(key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            jdks.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int from, int length) throws SignatureException {
            jdks.update(bytes, from, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return jdks.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) {
            return true;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException();
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
