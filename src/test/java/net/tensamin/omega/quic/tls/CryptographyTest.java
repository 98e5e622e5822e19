package net.tensamin.omega.quic.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
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
import tech.kwik.agent15.TlsConstants.NamedGroup;
import tech.kwik.agent15.extension.KeyShareExtension.KeyShareEntry;

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
    @EnumSource(
            value = NamedGroup.class,
            names = {"x25519", "secp256r1"})
    void keySharesOffTheCurveOrOfSmallOrderAreRefused(NamedGroup group) throws GeneralSecurityException {
        KeyShareEntry share = new KeyShareEntry(group, CryptographyTrial.invalidKey(group));
        KeyExchange exchange = new KeyExchange(Cryptography.by(CryptoProviders.ofThisRun()), share);
        HandshakeAlert refused = assertThrows(HandshakeAlert.class, exchange::sharedSecret);
        assertEquals(AlertDescription.illegal_parameter, refused.alertDescription());
    }

    @ParameterizedTest
    @EnumSource(
            value = NamedGroup.class,
            names = {"x25519", "secp256r1"})
    void aProviderAndTheJdkComeToTheSameSecret(NamedGroup group) throws HandshakeAlert {
        Cryptography jdk = Cryptography.ofTheJdk();
        KeyExchange client = new KeyExchange(
                jdk, new KeyShareEntry(group, KeyExchange.keyPair(jdk, group).getPublic()));
        KeyExchange server =
                new KeyExchange(Cryptography.by(List.of("BC")), new KeyShareEntry(group, client.publicKey()));
        assertArrayEquals(
                server.sharedSecret(),
                client.with(new KeyShareEntry(group, server.publicKey())).sharedSecret());
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
