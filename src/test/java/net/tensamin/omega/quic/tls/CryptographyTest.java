package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import java.util.Optional;
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

    @AfterEach
    void forgetTheCareless() {
        Security.removeProvider(CARELESS);
    }

    @Test
    void withoutProvidersItIsTheJdks() {
        assertEquals(Cryptography.ofTheJdk(), Cryptography.by(List.of()));
        assertEquals(
                Optional.empty(),
                Cryptography.ofTheJdk()
                        .signerOf(List.of(TestAuthority.named("Any").certificate())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BC", "AmazonCorrettoCryptoProvider", "AmazonCorrettoCryptoProvider,BC"})
    void providersThatAreUpToItPassTheirTrialAndVerifyCertificatesToo(String names) {
        List<String> providers = List.of(names.split(","));
        providers.forEach(name ->
                assumeTrue(CryptoProviders.ofThisSystem().contains(name), () -> name + " has nothing for this system"));
        Cryptography cryptography = Cryptography.by(providers);
        TestAuthority ec = TestAuthority.named("EC");
        TestIdentity device = ec.device(42);

        assertEquals(Optional.of(providers.get(0)), cryptography.signerOf(device.chain()), cryptography::toString);
        assertTrue(cryptography.toString().contains("SHA256withECDSA"), cryptography::toString);
        assertTrue(cryptography.toString().contains("ECDH"), cryptography::toString);
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
