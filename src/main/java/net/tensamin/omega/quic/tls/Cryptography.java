package net.tensamin.omega.quic.tls;

import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.crypto.KeyAgreement;

/**
 * What computes signatures and key exchanges: JCA providers that an operator names, each for what it has, and the JDK for the
 * rest. Thread-safe.
 */
public final class Cryptography {
    private static final System.Logger LOG = System.getLogger(Cryptography.class.getName());
    /** Left to the JDK in certificates: the key may be one that is for nothing else ({@link SignatureScheme#isLeftToTheJdk}). */
    private static final String RSASSA_PSS = "RSASSA-PSS";

    private static final String BOUNCY_CASTLE = "BC";
    private static final Cryptography OF_THE_JDK = new Cryptography(Map.of(), Map.of(), MlKem.preferred());
    private final Map<String, Provider> signers;
    private final Map<String, Provider> exchangers;
    private final MlKem mlKem;

    private Cryptography(Map<String, Provider> signers, Map<String, Provider> exchangers, MlKem mlKem) {
        this.signers = signers;
        this.exchangers = exchangers;
        this.mlKem = mlKem;
    }

    static Cryptography ofTheJdk() {
        return OF_THE_JDK;
    }

    /**
     * Tries all that the providers will have to do, and says in the log which does what. A provider stays known to the JVM,
     * behind all others, because path validation takes no other.
     *
     * @param providers their names, the preferred one first
     * @throws IllegalArgumentException for one that is not there or not up to it; the message begins with its name
     */
    public static Cryptography by(List<String> providers) {
        if (providers.isEmpty()) {
            return OF_THE_JDK;
        }
        List<Provider> found = providers.stream().map(Cryptography::find).toList();
        Map<String, Provider> signers = choose(SignatureScheme.algorithms(), found, Cryptography::signs);
        Map<String, Provider> exchangers = choose(DiffieHellman.algorithms(), found, Cryptography::exchanges);
        for (Provider provider : found) {
            if (!signers.containsValue(provider) && !exchangers.containsValue(provider)) {
                throw new IllegalArgumentException(provider.getName() + ", which has nothing to do for handshakes");
            }
        }
        Cryptography chosen = new Cryptography(signers, exchangers, mlKem(providers));
        new CryptographyTrial(chosen).run();
        found.stream().filter(signers::containsValue).forEach(Security::addProvider);
        LOG.log(Level.INFO, "QUIC handshakes: {0}; the rest by the JDK", chosen);
        return chosen;
    }

    private static Provider find(String name) {
        Provider known = Security.getProvider(name);
        return known != null
                ? known
                : StreamSupport.stream(
                                ServiceLoader.load(Provider.class, Cryptography.class.getClassLoader())
                                        .spliterator(),
                                false)
                        .filter(provider -> provider.getName().equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(name + ", which is not on the class path"));
    }

    private interface Ability {
        boolean has(Provider provider, String algorithm);
    }

    private static Map<String, Provider> choose(Set<String> algorithms, List<Provider> providers, Ability ability) {
        Map<String, Provider> chosen = new TreeMap<>();
        for (String algorithm : algorithms) {
            Predicate<Provider> able = provider -> ability.has(provider, algorithm);
            providers.stream().filter(able).findFirst().ifPresent(provider -> chosen.put(algorithm, provider));
        }
        return chosen;
    }

    private static boolean signs(Provider provider, String algorithm) {
        return provider.getService("Signature", algorithm) != null;
    }

    private static boolean exchanges(Provider provider, String algorithm) {
        return provider.getService("KeyAgreement", algorithm) != null
                && provider.getService("KeyPairGenerator", DiffieHellman.keysOf(algorithm)) != null;
    }

    /** No JCA provider has it in a form that JDK 17 could use; BouncyCastle's own is taken where BouncyCastle is named. */
    private static MlKem mlKem(List<String> providers) {
        return providers.contains(BOUNCY_CASTLE) ? new BouncyMlKem() : MlKem.preferred();
    }

    MlKem mlKem() {
        return mlKem;
    }

    Signature signature(String algorithm) throws GeneralSecurityException {
        Provider provider = signers.get(algorithm);
        return provider == null ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, provider);
    }

    KeyAgreement agreement(String algorithm) throws GeneralSecurityException {
        Provider provider = exchangers.get(algorithm);
        return provider == null ? KeyAgreement.getInstance(algorithm) : KeyAgreement.getInstance(algorithm, provider);
    }

    /** Of keys for {@link #agreement}. */
    KeyPairGenerator keyPairs(String algorithm) throws GeneralSecurityException {
        Provider provider = exchangers.get(algorithm);
        String keys = DiffieHellman.keysOf(algorithm);
        return provider == null ? KeyPairGenerator.getInstance(keys) : KeyPairGenerator.getInstance(keys, provider);
    }

    /** The key as its signer has it, which would else translate it for each signature. */
    PrivateKey keyFor(String algorithm, PrivateKey key) throws GeneralSecurityException {
        Provider provider = signers.get(algorithm);
        if (provider == null || provider.getService("KeyFactory", key.getAlgorithm()) == null) {
            return key;
        }
        return (PrivateKey) KeyFactory.getInstance(key.getAlgorithm(), provider).translateKey(key);
    }

    /** The name of the provider that verifies the signatures of all these certificates; empty for the JDK. */
    Optional<String> signerOf(List<X509Certificate> path) {
        List<Optional<Provider>> each = path.stream()
                .map(X509Certificate::getSigAlgName)
                .map(algorithm -> Optional.ofNullable(algorithm.equals(RSASSA_PSS) ? null : signers.get(algorithm)))
                .distinct()
                .toList();
        return each.size() == 1 ? each.get(0).map(Provider::getName) : Optional.empty();
    }

    /** Which provider does what. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(List.of("ML-KEM-768 by " + mlKem));
        for (Map<String, Provider> part : List.of(signers, exchangers)) {
            part.entrySet().stream()
                    .collect(Collectors.groupingBy(
                            choice -> choice.getValue().getName(),
                            TreeMap::new,
                            Collectors.mapping(Map.Entry::getKey, Collectors.joining(", "))))
                    .forEach((provider, algorithms) -> parts.add(algorithms + " by " + provider));
        }
        return String.join("; ", parts);
    }
}
