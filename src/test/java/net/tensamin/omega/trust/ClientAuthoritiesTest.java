package net.tensamin.omega.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import net.tensamin.omega.trust.CertificateRefusedException.Fault;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClientAuthoritiesTest {
    private static final TestAuthority ROOT = TestAuthority.named("Root");
    private static final Instant NOW = Instant.now();
    private final ClientAuthorities authorities = trusting(ROOT);

    static Stream<Arguments> fitKeys() {
        return Stream.of(
                arguments("EC P-256", TestAuthority.p256()),
                arguments("EC P-384", TestAuthority.p384()),
                arguments("EC P-521", TestAuthority.p521()),
                arguments("RSA 2048", TestAuthority.rsa2048()),
                arguments("RSA 3072", TestAuthority.rsa(3072)),
                arguments("RSASSA-PSS", TestAuthority.rsassaPss(null)),
                arguments("RSASSA-PSS for SHA-256", TestAuthority.rsassaPss("SHA-256")),
                arguments("RSASSA-PSS for SHA-512", TestAuthority.rsassaPss("SHA-512")),
                arguments("Ed25519", TestAuthority.ed25519()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fitKeys")
    void keysOfTheseKindsAreTrustedInClientsAndInTheirIssuers(String kind, KeyPair keys) throws Exception {
        assertTrusted(device().keys(keys).issue().chain());
        if (!kind.endsWith("512")) { // what signs with SHA-256 here
            assertTrusted(ROOT.certificate("Below")
                    .keys(keys)
                    .authorityIssued()
                    .device(42)
                    .chain());
        }
    }

    static Stream<Arguments> unfitKeys() throws Exception {
        return Stream.of(
                arguments("RSA 1024", TestAuthority.rsa(1024)),
                arguments("RSA 2047", TestAuthority.rsa(2047)),
                arguments("RSA with a long exponent", longExponent()),
                arguments("DSA", generated("DSA")),
                arguments("Ed448", generated("Ed448")),
                arguments("RSASSA-PSS for SHA-1", TestAuthority.rsassaPss("SHA-1")));
    }

    private static KeyPair generated(String algorithm) throws Exception {
        return java.security.KeyPairGenerator.getInstance(algorithm).generateKeyPair();
    }

    private static KeyPair longExponent() throws Exception {
        var generator = java.security.KeyPairGenerator.getInstance("RSA");
        generator.initialize(new RSAKeyGenParameterSpec(2048, new java.math.BigInteger("4294967297")));
        return generator.generateKeyPair();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfitKeys")
    void keysOfOtherKindsAreRefusedInClientsAndInTheirIssuers(String kind, KeyPair keys) {
        assertRefused(Fault.BAD, device().keys(keys).issue().chain());
        TestIdentity issuer = ROOT.certificate("Below").keys(keys).authority().issue();
        assertRefused(Fault.BAD, List.of(TestAuthority.named("Below").device(42).certificate(), issuer.certificate()));
    }

    @Test
    void signaturesTooWeakAreRefusedAtEachLevel() {
        TestAuthority rsa = TestAuthority.named("RSA", TestAuthority.rsa2048());
        ClientAuthorities trusting = trusting(rsa, ROOT);
        for (String weak : List.of("SHA1withRSA", "SHA224withRSA", "SHA1withRSAandMGF1")) {
            assertRefused(
                    trusting,
                    Fault.BAD,
                    rsa.certificate("a").signedWith(weak).issue().chain());
            assertRefused(
                    trusting,
                    Fault.BAD,
                    rsa.certificate("b")
                            .signedWith(weak)
                            .authorityIssued()
                            .device(42)
                            .chain());
        }
        assertRefused(Fault.BAD, device().signedWith("SHA1withECDSA").issue().chain());
    }

    static Stream<Arguments> paths() {
        TestAuthority below = ROOT.intermediate("Below");
        TestAuthority deeper = below.intermediate("Deeper").intermediate("Deepest");
        KeyPair keys = TestAuthority.p256();
        TestAuthority expired = ROOT.certificate("Renewed").keys(keys).expired().authorityIssued();
        TestAuthority renewed = ROOT.certificate("Renewed").keys(keys).authorityIssued();
        TestAuthority otherKey = ROOT.intermediate("Below");
        TestIdentity device = below.device(42);
        return Stream.of(
                arguments("direct", ROOT.device(42).chain()),
                arguments("deep", deeper.device(42).chain()),
                arguments("deep, reversed", reversed(deeper.device(42))),
                arguments("root sent along", device.sending(ROOT.certificate()).chain()),
                arguments("everything twice", twice(deeper.device(42))),
                arguments(
                        "its own certificate among its issuers",
                        device.sending(device.certificate()).chain()),
                arguments("an expired and a renewed issuer", chain(expired.device(42), renewed)),
                arguments("a renewed and an expired issuer", chain(renewed.device(42), expired)),
                arguments(
                        "a like-named issuer first",
                        List.of(device.certificate(), otherKey.certificate(), below.certificate())),
                arguments("a like-named issuer last", chain(device, otherKey)),
                arguments(
                        "strangers in between",
                        List.of(
                                device.certificate(),
                                TestAuthority.named("A").certificate(),
                                below.certificate(),
                                TestAuthority.named("B").certificate())),
                arguments("longest", longest(3)),
                arguments("two strangers with the issuer's name", strangersWithTheIssuersName(below, device)),
                arguments("eight strangers with the issuer's name, and key identifiers", strangersWithOtherKeyIds()));
    }

    private static List<X509Certificate> longest(int between) {
        TestAuthority lowest = ROOT.intermediate("0");
        for (int i = 1; i <= between; i++) {
            lowest = lowest.intermediate(Integer.toString(i));
        }
        return lowest.device(42).chain();
    }

    /** All claim to be the issuer of the device, by authorities that nobody trusts. */
    private static List<X509Certificate> strangersWithTheIssuersName(TestAuthority issuer, TestIdentity device) {
        List<X509Certificate> sent = new ArrayList<>(List.of(device.certificate()));
        for (int i = 0; i < 2; i++) {
            sent.add(TestAuthority.named("Root").intermediate("Below").certificate());
        }
        sent.add(issuer.certificate());
        return sent;
    }

    private static List<X509Certificate> strangersWithOtherKeyIds() {
        TestAuthority issuer = ROOT.certificate("Below").keyIdentifiers().authorityIssued();
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(issuer.certificate("device")
                .user(42)
                .forClients()
                .keyIdentifiers()
                .issue()
                .certificate());
        for (int i = 0; i < 8; i++) {
            sent.add(TestAuthority.named("Root")
                    .certificate("Below")
                    .keyIdentifiers()
                    .authorityIssued()
                    .certificate());
        }
        sent.add(issuer.certificate());
        return sent;
    }

    private static List<X509Certificate> chain(TestIdentity device, TestAuthority also) {
        return device.sending(also.certificate()).chain();
    }

    private static List<X509Certificate> reversed(TestIdentity device) {
        List<X509Certificate> sent = new ArrayList<>(device.chain());
        Collections.reverse(sent.subList(1, sent.size()));
        return sent;
    }

    private static List<X509Certificate> twice(TestIdentity device) {
        return Stream.concat(device.chain().stream(), device.chain().stream()).toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void aPathIsFoundWhereThereIsOne(String name, List<X509Certificate> sent) throws Exception {
        assertTrusted(sent);
    }

    /** The new root signed the old one's name and key (RFC 4210 §4.4); the device knows only the old. */
    @Test
    void aRootThatChangedItsKeyIsReachedThroughItsCrossCertificate() throws Exception {
        KeyPair oldKeys = TestAuthority.p256();
        TestAuthority old = TestAuthority.named("Re-keyed", oldKeys);
        TestAuthority renewed = TestAuthority.named("Re-keyed");
        X509Certificate oldByNew = renewed.certificate("Re-keyed")
                .keys(oldKeys)
                .authority()
                .issue()
                .certificate();
        X509Certificate device = old.device(42).certificate();

        assertEquals(
                List.of(device, oldByNew),
                trusting(renewed).verify(List.of(device, oldByNew), NOW).certificates());
        assertEquals(
                List.of(device),
                trusting(renewed, old).verify(List.of(device, oldByNew), NOW).certificates());
        assertRefused(trusting(renewed), Fault.BAD, List.of(device));
    }

    /** Two authorities that certify each other, and a third above one of them. */
    @Test
    void authoritiesThatSignEachOtherAreNoLoop() throws Exception {
        KeyPair aKeys = TestAuthority.p256();
        KeyPair bKeys = TestAuthority.p256();
        TestAuthority a = TestAuthority.named("A", aKeys);
        TestAuthority b = TestAuthority.named("B", bKeys);
        X509Certificate aByB =
                b.certificate("A").keys(aKeys).authority().issue().certificate();
        X509Certificate bByA =
                a.certificate("B").keys(bKeys).authority().issue().certificate();
        X509Certificate device = a.device(42).certificate();
        X509Certificate aByRoot =
                ROOT.certificate("A").keys(aKeys).authority().issue().certificate();
        X509Certificate bByRoot =
                ROOT.certificate("B").keys(bKeys).authority().issue().certificate();

        assertRefused(Fault.UNKNOWN_AUTHORITY, List.of(device, aByB, bByA));
        assertEquals(
                List.of(device, aByRoot),
                authorities.verify(List.of(device, aByB, bByA, aByRoot), NOW).certificates());
        assertEquals(
                List.of(device, aByB, bByRoot),
                authorities.verify(List.of(device, bByA, aByB, bByRoot), NOW).certificates());
    }

    /** Key identifiers are hints: authorities compute them in different ways (RFC 5280 §4.2.1.2). */
    @Test
    void keyIdentifiersThatDifferRefuseNothing() throws Exception {
        TestAuthority withId = ROOT.certificate("Id").keyIdentifiers().authorityIssued();
        X509Certificate device = withId.certificate("device")
                .user(42)
                .extension(
                        "2.5.29.35", false, new org.bouncycastle.asn1.x509.AuthorityKeyIdentifier(new byte[] {1, 2, 3}))
                .issue()
                .certificate();
        TestAuthority trusted = TestAuthority.of(withId.identity());
        assertEquals(
                List.of(device), trusting(trusted).verify(List.of(device), NOW).certificates());
        assertTrusted(List.of(device, withId.certificate()));
    }

    static Stream<Arguments> refusals() {
        TestAuthority below = ROOT.intermediate("Below");
        TestAuthority other = TestAuthority.named("Other");
        TestIdentity device = ROOT.device(7);
        TestAuthority old = ROOT.certificate("Old").expired().authorityIssued();
        return Stream.of(
                arguments(
                        "other authority",
                        Fault.UNKNOWN_AUTHORITY,
                        other.device(42).chain()),
                arguments(
                        "self-signed", Fault.UNKNOWN_AUTHORITY, other.identity().chain()),
                arguments(
                        "issuer missing",
                        Fault.UNKNOWN_AUTHORITY,
                        below.device(42).chain().subList(0, 1)),
                arguments("no client's certificate first", Fault.BAD, List.of(below.certificate())),
                arguments("expired", Fault.EXPIRED, device().expired().issue().chain()),
                arguments(
                        "not yet valid",
                        Fault.EXPIRED,
                        device().notYetValid().issue().chain()),
                arguments("expired issuer", Fault.EXPIRED, old.device(42).chain()),
                arguments(
                        "expired under an expired issuer",
                        Fault.EXPIRED,
                        old.certificate("o").expired().issue().chain()),
                arguments(
                        "forged and expired",
                        Fault.BAD,
                        TestAuthority.named("Root")
                                .certificate("f")
                                .expired()
                                .issue()
                                .chain()),
                arguments(
                        "expired issuer, and a like-named one that is forged",
                        Fault.EXPIRED,
                        chain(old.device(42), TestAuthority.named("Root").intermediate("Old"))),
                arguments(
                        "a like-named one that is forged, and an expired issuer",
                        Fault.EXPIRED,
                        List.of(
                                old.device(42).certificate(),
                                TestAuthority.named("Root").intermediate("Old").certificate(),
                                old.certificate())),
                arguments(
                        "issued by a device",
                        Fault.BAD,
                        TestAuthority.of(device).device(42).chain()),
                arguments(
                        "path too long for its authority",
                        Fault.BAD,
                        ROOT.certificate("Short")
                                .pathLength(0)
                                .authorityIssued()
                                .intermediate("Below")
                                .device(42)
                                .chain()),
                arguments("too long", Fault.UNKNOWN_AUTHORITY, longest(4)),
                arguments(
                        "authority without the right to sign",
                        Fault.BAD,
                        List.of(
                                TestAuthority.of(ROOT.certificate("N")
                                                .pathLength(3)
                                                .keyUsage(KeyUsage.digitalSignature)
                                                .issue())
                                        .device(42)
                                        .certificate(),
                                ROOT.certificate("N")
                                        .pathLength(3)
                                        .keyUsage(KeyUsage.digitalSignature)
                                        .issue()
                                        .certificate())),
                arguments(
                        "unknown critical extension",
                        Fault.BAD,
                        device().extension("1.2.3.4", true, DERNull.INSTANCE)
                                .issue()
                                .chain()),
                arguments(
                        "unknown critical extension above",
                        Fault.BAD,
                        ROOT.certificate("C")
                                .extension("1.2.3.4", true, DERNull.INSTANCE)
                                .authorityIssued()
                                .device(42)
                                .chain()),
                arguments(
                        "for servers",
                        Fault.BAD,
                        ROOT.certificate("s")
                                .extendedKeyUsage(KeyPurposeId.id_kp_serverAuth)
                                .issue()
                                .chain()),
                arguments(
                        "for anything",
                        Fault.BAD,
                        ROOT.certificate("s")
                                .extendedKeyUsage(KeyPurposeId.anyExtendedKeyUsage)
                                .issue()
                                .chain()),
                arguments(
                        "for key agreement",
                        Fault.BAD,
                        ROOT.certificate("k")
                                .keyUsage(KeyUsage.keyAgreement)
                                .issue()
                                .chain()),
                arguments(
                        "URIs permitted",
                        Fault.BAD,
                        constrained("tensamin.net", true).device(42).chain()),
                arguments(
                        "URIs excluded",
                        Fault.BAD,
                        constrained("tensamin.net", false).device(42).chain()),
                arguments("too many", Fault.BAD, Collections.nCopies(11, device.certificate())));
    }

    private static TestAuthority constrained(String host, boolean permitted) {
        GeneralSubtree[] hosts = {new GeneralSubtree(new GeneralName(GeneralName.uniformResourceIdentifier, host))};
        NameConstraints constraints = permitted ? new NameConstraints(hosts, null) : new NameConstraints(null, hosts);
        return ROOT.certificate("Constrained")
                .extension("2.5.29.30", true, constraints)
                .authorityIssued();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refusals")
    void theFaultOfThePathThatCameFurthestIsNamed(String name, Fault fault, List<X509Certificate> sent) {
        assertRefused(fault, sent);
    }

    @Test
    void nameConstraintsOnOtherNamesAreMet() throws Exception {
        GeneralSubtree[] hosts = {new GeneralSubtree(new GeneralName(GeneralName.dNSName, "tensamin.net"))};
        assertTrusted(ROOT.certificate("DNS")
                .extension("2.5.29.30", true, new NameConstraints(hosts, null))
                .authorityIssued()
                .device(42)
                .chain());
    }

    @Test
    void bothEndsOfAValidityBelongToIt() throws Exception {
        Instant from = Instant.parse("2030-01-01T00:00:00Z");
        Instant until = from.plusSeconds(60);
        List<X509Certificate> sent = device().validity(from, until).issue().chain();
        TestAuthority lasting = TestAuthority.named("Lasting");
        List<X509Certificate> mine =
                lasting.certificate("device").validity(from, until).issue().chain();
        ClientAuthorities trusting = trusting(lasting);

        for (Instant moment : List.of(from, until)) {
            assertEquals(until, trusting.verify(mine, moment).until());
            assertTrue(trusting.verify(mine, moment).isValidAt(moment));
        }
        for (Instant moment : List.of(from.minusMillis(1), until.plusMillis(1))) {
            assertEquals(
                    Fault.EXPIRED,
                    assertThrows(CertificateRefusedException.class, () -> trusting.verify(mine, moment))
                            .fault());
        }
        assertEquals(1, sent.size());
    }

    @Test
    void aPathEndsWithTheFirstOfItsCertificates() throws Exception {
        Instant soon = NOW.plusSeconds(60).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        TestAuthority ending =
                ROOT.certificate("Ending").validity(NOW.minusSeconds(60), soon).authorityIssued();
        assertEquals(soon, authorities.verify(ending.device(42).chain(), NOW).until());
    }

    @Test
    void aCertificateThatIsNoAuthorityIsTrustedForNobody() {
        TestIdentity device = ROOT.device(42);
        ClientAuthorities trusting = trusting(TestAuthority.of(device));
        assertRefused(trusting, Fault.UNKNOWN_AUTHORITY, device.chain());
        assertRefused(
                trusting,
                Fault.UNKNOWN_AUTHORITY,
                TestAuthority.of(device).device(42).chain());
    }

    @Test
    void aRememberedPathIsForgottenWhenItEnds() throws Exception {
        RememberedPaths remembered = new RememberedPaths(authorities);
        List<X509Certificate> sent =
                device().validity(NOW, NOW.plus(Duration.ofMinutes(1))).issue().chain();
        VerifiedPath first = remembered.verify(sent, NOW.plusSeconds(1));
        assertTrue(first == remembered.verify(List.copyOf(sent), NOW.plusSeconds(2)));
        assertEquals(
                Fault.EXPIRED,
                assertThrows(CertificateRefusedException.class, () -> remembered.verify(sent, NOW.plusSeconds(120)))
                        .fault());
    }

    private static TestAuthority.Request device() {
        return ROOT.certificate("device").user(42).forClients();
    }

    private ClientAuthorities trusting(TestAuthority... trusted) {
        return new ClientAuthorities(
                Arrays.stream(trusted).map(TestAuthority::certificate).toList(), signatureCheck());
    }

    /** What the same is tried with. */
    SignatureCheck signatureCheck() {
        return SignatureCheck.BY_THE_JDK;
    }

    private void assertTrusted(List<X509Certificate> sent) throws CertificateRefusedException {
        VerifiedPath path = authorities.verify(sent, NOW);
        assertEquals(sent.get(0), path.certificate());
        assertTrue(path.isValidAt(NOW));
        assertTrue(sent.containsAll(path.certificates()));
    }

    private void assertRefused(Fault fault, List<X509Certificate> sent) {
        assertRefused(authorities, fault, sent);
    }

    private static void assertRefused(ClientAuthorities trusting, Fault fault, List<X509Certificate> sent) {
        CertificateRefusedException refused =
                assertThrows(CertificateRefusedException.class, () -> trusting.verify(sent, NOW));
        assertEquals(fault, refused.fault(), refused.getMessage());
    }
}
