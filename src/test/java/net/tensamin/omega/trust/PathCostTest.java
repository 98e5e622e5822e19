package net.tensamin.omega.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
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
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import net.tensamin.omega.trust.CertificateRefusedException.Fault;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger's certificates cost: signatures verified, counted where they are computed. */
class PathCostTest {
    private static final AtomicInteger VERIFIED = new AtomicInteger();
    private static final int GOOD_CHAIN_OF_THREE = 3;
    private static final int NINE = 9;
    private static final int MOST_FORGED = 3;
    private static final int MOST = 10;
    private static final long MOST_ALLOCATED = 4 << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final TestAuthority root = TestAuthority.named("Root");

    @BeforeAll
    static void count() {
        Security.addProvider(new Counting());
    }

    @AfterAll
    static void countNoMore() {
        Security.removeProvider(Counting.NAME);
    }

    @Test
    void aGoodChainOfThreeCostsThree() throws Exception {
        List<X509Certificate> chain =
                root.intermediate("Below").intermediate("Deeper").device(42).chain();
        VERIFIED.set(0);
        assertEquals(
                3, trusting(root).verify(chain, Instant.now()).certificates().size());
        assertEquals(GOOD_CHAIN_OF_THREE, VERIFIED.get());
    }

    @Test
    void likeNamedStrangersCostLittle() {
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(TestAuthority.named("Root").device(42).certificate());
        for (int i = 0; i < 9; i++) {
            sent.add(TestAuthority.named("Root")
                    .certificate("Root")
                    .padded(1200)
                    .authority()
                    .issue()
                    .certificate());
        }
        assertRefused(trusting(root), sent, MOST_FORGED);
    }

    /** Each is truly signed by the next, and by none whom we know. */
    @Test
    void strangersThatCertifyEachOtherCostLittle() {
        List<KeyPair> keys = Stream.generate(TestAuthority::p256).limit(NINE).toList();
        List<X509Certificate> sent = nineIssuers(
                keys.get(0), i -> issuer(TestAuthority.named("Root", keys.get((i + 1) % NINE)), keys.get(i)));
        assertRefused(trusting(root), sent, MOST_FORGED);
    }

    /** Large keys do not help: none of theirs is computed with. */
    @Test
    void nineIssuersWithTheLargestKeysCostNoMoreThanAGoodChain() {
        List<KeyPair> keys = Stream.generate(TestAuthority::p521).limit(NINE).toList();
        List<X509Certificate> sent = nineIssuers(keys.get(0), i -> issuer(TestAuthority.named("Root"), keys.get(i)));
        assertRefused(trusting(root), sent, GOOD_CHAIN_OF_THREE);
    }

    /** A device's certificate, signed with this key, and nine that may be its issuers by their name. */
    private static List<X509Certificate> nineIssuers(KeyPair signer, IntFunction<X509Certificate> issuer) {
        X509Certificate device = TestAuthority.named("Root", signer).device(42).certificate();
        return Stream.concat(Stream.of(device), IntStream.range(0, NINE).mapToObj(issuer))
                .toList();
    }

    private static X509Certificate issuer(TestAuthority by, KeyPair keys) {
        return by.certificate("Root").keys(keys).authority().issue().certificate();
    }

    /** Each device has to find the one that issued its certificate, without a hint. */
    @Test
    void authoritiesOfOneNameMayBeAsManyAsTheOperatorLikes() throws Exception {
        TestAuthority[] roots = new TestAuthority[12];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = TestAuthority.named("Root");
        }
        ClientAuthorities trusting = trusting(roots);
        for (TestAuthority each : roots) {
            VERIFIED.set(0);
            List<X509Certificate> chain = each.device(42).chain();
            assertEquals(chain, trusting.verify(chain, Instant.now()).certificates());
            assertTrue(VERIFIED.get() <= roots.length, VERIFIED::toString);
        }
    }

    /** An authority below ours sends what it likes: it may issue, and its own devices need no such thing. */
    @Test
    void anAuthorityBelowOursHasTheWholeBudgetAndNoMore() {
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(TestAuthority.named("Root").device(42).certificate());
        for (int i = 0; i < 9; i++) {
            sent.add(root.certificate("Root").authority().issue().certificate());
        }
        assertRefused(trusting(root), sent, MOST);
    }

    @Test
    void severalAuthoritiesOfOneNameShareTheBudget() {
        TestAuthority[] roots = new TestAuthority[8];
        for (int i = 0; i < roots.length; i++) {
            roots[i] = TestAuthority.named("Root");
        }
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(TestAuthority.named("Root").device(42).certificate());
        for (int i = 0; i < 9; i++) {
            sent.add(TestAuthority.named("Root")
                    .certificate("Root")
                    .authority()
                    .issue()
                    .certificate());
        }
        assertRefused(trusting(roots), sent, MOST_FORGED + roots.length - 1);
    }

    /** The largest keys are the most expensive; ours do not vouch for them. */
    @Test
    void aStrangersKeyIsNeverComputedWith() {
        KeyPair large = TestAuthority.rsa(4096);
        TestAuthority stranger = TestAuthority.named("Stranger", large);
        TestIdentity device = stranger.device(42);
        X509Certificate claimed = TestAuthority.named("Root")
                .certificate("Stranger")
                .keys(large)
                .authority()
                .issue()
                .certificate();
        VERIFIED.set(0);
        assertEquals(
                Fault.BAD,
                assertThrows(CertificateRefusedException.class, () -> trusting(root)
                                .verify(List.of(device.certificate(), claimed), Instant.now()))
                        .fault());
        assertTrue(VERIFIED.get() <= 1, VERIFIED::toString);
    }

    /** No signature is computed for these; what they cost is counted by what is allocated for them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("hopelessClients")
    void aCertificateThatCannotBeTrustedIsNotTriedOnAllPaths(String why, X509Certificate own) {
        List<X509Certificate> sent = new ArrayList<>(List.of(own));
        for (int i = 0; i < 9; i++) {
            sent.add(constrainingStranger());
        }
        assertBad(trusting(root), sent);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertBad(trusting(root), sent);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertTrue(allocated < MOST_ALLOCATED, () -> allocated + " bytes");
    }

    static Stream<Arguments> hopelessClients() {
        TestAuthority named = TestAuthority.named("Root");
        return Stream.of(
                Arguments.of(
                        "a weak key",
                        named.certificate("device")
                                .keys(TestAuthority.rsa(1024))
                                .issue()
                                .certificate()),
                Arguments.of("a name that is excluded", named.device(42).certificate()));
    }

    private static X509Certificate constrainingStranger() {
        GeneralSubtree[] hosts = IntStream.range(0, 40)
                .mapToObj(i -> new GeneralName(GeneralName.uniformResourceIdentifier, "host" + i + ".invalid"))
                .map(GeneralSubtree::new)
                .toArray(GeneralSubtree[]::new);
        return TestAuthority.named("Root")
                .certificate("Root")
                .extension("2.5.29.30", true, new NameConstraints(hosts, null))
                .authority()
                .issue()
                .certificate();
    }

    private static void assertBad(ClientAuthorities trusting, List<X509Certificate> sent) {
        assertEquals(
                Fault.BAD,
                assertThrows(CertificateRefusedException.class, () -> trusting.verify(sent, Instant.now()))
                        .fault());
    }

    private static void assertRefused(ClientAuthorities trusting, List<X509Certificate> sent, int most) {
        VERIFIED.set(0);
        assertBad(trusting, sent);
        assertTrue(VERIFIED.get() <= most, VERIFIED::toString);
        assertTrue(VERIFIED.get() > 0, "counts nothing");
    }

    private static ClientAuthorities trusting(TestAuthority... authorities) {
        return new ClientAuthorities(
                java.util.Arrays.stream(authorities)
                        .map(TestAuthority::certificate)
                        .toList(),
                path -> Optional.of(Counting.NAME));
    }

    /** The JDK's, counted. */
    public static final class Counting extends Provider {
        private static final long serialVersionUID = 1L;
        static final String NAME = "Counting";

        public Counting() {
            super(NAME, "1", "counts");
            put("Signature.SHA256withECDSA", Ecdsa.class.getName());
            put("Signature.SHA256withRSA", Rsa.class.getName());
        }
    }

    /** Of {@link Counting}. */
    public static final class Ecdsa extends Counted {
        public Ecdsa() throws GeneralSecurityException {
            super(Signature.getInstance("SHA256withECDSA", "SunEC"));
        }
    }

    /** Of {@link Counting}. */
    public static final class Rsa extends Counted {
        public Rsa() throws GeneralSecurityException {
            super(Signature.getInstance("SHA256withRSA", "SunRsaSign"));
        }
    }

    private abstract static class Counted extends SignatureSpi {
        private final Signature jdks;

        private Counted(Signature jdks) {
            this.jdks = jdks;
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            jdks.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) {
            throw new UnsupportedOperationException();
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
        protected byte[] engineSign() {
            throw new UnsupportedOperationException();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            VERIFIED.incrementAndGet();
            return jdks.verify(signature);
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
