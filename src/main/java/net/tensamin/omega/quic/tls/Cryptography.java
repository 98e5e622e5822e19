package net.tensamin.omega.quic.tls;

import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.KeyAgreement;
import net.tensamin.omega.trust.SignatureCheck;

/**
 * What computes signatures and key exchanges: JCA providers that an operator names, each for what it has; of what they have not, BouncyCastle's
 * code, which the application carries, verifies ECDSA and computes X25519, and the JDK does the rest. Thread-safe.
 */
public final class Cryptography implements SignatureCheck {
    private static final System.Logger LOG = System.getLogger(Cryptography.class.getName());
    /** Left to the JDK in certificates: the key may be one that is for nothing else ({@link SignatureScheme#isLeftToTheJdk}). */
    private static final String RSASSA_PSS = "RSASSA-PSS";

    private static final String BOUNCY_CASTLE = "BC";
    private static final Cryptography OF_THE_JDK =
            new Cryptography(Map.of(), Map.of(), Map.of(), false, MlKem.preferred());
    private static volatile boolean carriedIsTried; // which stays as it is
    private final Map<String, Provider> signers;
    private final Map<String, Provider> verifiers;
    private final Map<String, Provider> exchangers;
    private final boolean carriesX25519;
    private final MlKem mlKem;
    private final AtomicBoolean registered = new AtomicBoolean();

    /** @param carriesX25519 whether BouncyCastle's code computes it */
    private Cryptography(
            Map<String, Provider> signers,
            Map<String, Provider> verifiers,
            Map<String, Provider> exchangers,
            boolean carriesX25519,
            MlKem mlKem) {
        this.signers = signers;
        this.verifiers = verifiers;
        this.exchangers = exchangers;
        this.carriesX25519 = carriesX25519;
        this.mlKem = mlKem;
    }

    /** Nothing but the JDK, and ML-KEM where that lacks it: what others are compared with. */
    static Cryptography ofTheJdk() {
        return OF_THE_JDK;
    }

    /**
     * Tries all that the providers will have to do, and says in the log which does what. A provider stays known to the JVM,
     * behind all others, because path validation takes no other.
     *
     * @param providers their names, or those of their classes, the preferred one first
     * @throws IllegalArgumentException for one that is not there or not up to it; the message begins with its name
     */
    public static Cryptography by(List<String> providers) {
        List<Provider> found = providers.stream().map(Cryptography::find).toList();
        Map<String, Provider> signers = choose(SignatureScheme.algorithms(), found, Cryptography::signs);
        Map<String, Provider> exchangers = choose(DiffieHellman.algorithms(), found, Cryptography::exchanges);
        for (Provider provider : found) {
            if (!signers.containsValue(provider) && !exchangers.containsValue(provider)) {
                throw new IllegalArgumentException(provider.getName() + ", which has nothing to do for handshakes");
            }
        }
        Cryptography chosen = new Cryptography(
                signers,
                withCarried(signers),
                exchangers,
                !exchangers.containsKey(DiffieHellman.XDH),
                mlKem(providers));
        if (!found.isEmpty()) {
            new CryptographyTrial(chosen).run();
        } else if (!carriedIsTried) {
            new CryptographyTrial(chosen).runCarried();
            carriedIsTried = true;
        }
        found.stream().filter(signers::containsValue).forEach(Security::addProvider);
        chosen.register();
        LOG.log(Level.INFO, "QUIC handshakes: {0}; the rest by the JDK", chosen);
        return chosen;
    }

    private static Map<String, Provider> withCarried(Map<String, Provider> signers) {
        Map<String, Provider> verifiers = new TreeMap<>(signers);
        CarriedVerification.algorithms()
                .forEach(algorithm -> verifiers.putIfAbsent(algorithm, CarriedVerification.provider()));
        return verifiers;
    }

    private void register() {
        registered.set(true);
        CarriedVerification.register();
    }

    /** To be called when nothing uses it any more: what the application carries is not to stay in the virtual machine. Later calls do nothing. */
    public void release() {
        if (registered.getAndSet(false)) {
            CarriedVerification.forget();
        }
    }

    private static Provider find(String name) {
        return Optional.ofNullable(Security.getProvider(name))
                .or(() -> StreamSupport.stream(
                                ServiceLoader.load(Provider.class, Cryptography.class.getClassLoader())
                                        .spliterator(),
                                false)
                        .filter(provider -> provider.getName().equals(name))
                        .findFirst())
                .or(() -> made(name))
                .orElseThrow(() -> new IllegalArgumentException(name + ", which is not on the class path"));
    }

    /** Of a class: not every jar says which providers it has. */
    private static Optional<Provider> made(String className) {
        try {
            Class<?> type = Class.forName(className, true, Cryptography.class.getClassLoader());
            Provider made = type.asSubclass(Provider.class).getConstructor().newInstance();
            return Optional.of(
                    Optional.ofNullable(Security.getProvider(made.getName())).orElse(made));
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
            throw new IllegalArgumentException(className + ", which cannot be used: " + e, e);
        }
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
                && pairs(provider, algorithm).isPresent();
    }

    /** What the provider calls its generator of keys for an agreement. */
    private static Optional<String> pairs(Provider provider, String algorithm) {
        return Stream.of(DiffieHellman.pairsOf(algorithm), DiffieHellman.keysOf(algorithm))
                .filter(name -> provider.getService("KeyPairGenerator", name) != null)
                .findFirst();
    }

    /** No JCA provider has it in a form that JDK 17 could use; BouncyCastle's own is taken where BouncyCastle is named. */
    private static MlKem mlKem(List<String> providers) {
        return providers.contains(BOUNCY_CASTLE) ? new BouncyMlKem() : MlKem.preferred();
    }

    MlKem mlKem() {
        return mlKem;
    }

    /** Whether BouncyCastle's code is to compute X25519, and no {@link #agreement}. */
    boolean carriesX25519() {
        return carriesX25519;
    }

    Signature signer(String algorithm) throws GeneralSecurityException {
        return signature(algorithm, signers.get(algorithm));
    }

    Signature verifier(String algorithm) throws GeneralSecurityException {
        return signature(algorithm, verifiers.get(algorithm));
    }

    private static Signature signature(String algorithm, Provider provider) throws GeneralSecurityException {
        return provider == null ? Signature.getInstance(algorithm) : Signature.getInstance(algorithm, provider);
    }

    KeyAgreement agreement(String algorithm) throws GeneralSecurityException {
        Provider provider = exchangers.get(algorithm);
        return provider == null ? KeyAgreement.getInstance(algorithm) : KeyAgreement.getInstance(algorithm, provider);
    }

    /** Of keys for {@link #agreement}. */
    KeyPairGenerator keyPairs(String algorithm) throws GeneralSecurityException {
        Provider provider = exchangers.get(algorithm);
        if (provider == null) {
            return KeyPairGenerator.getInstance(DiffieHellman.pairsOf(algorithm));
        }
        return KeyPairGenerator.getInstance(pairs(provider, algorithm).orElseThrow(), provider);
    }

    /** Of the other side's keys for {@link #agreement}: some providers take only their own. */
    KeyFactory keys(String algorithm) throws GeneralSecurityException {
        Provider provider = exchangers.get(algorithm);
        String keys = DiffieHellman.keysOf(algorithm);
        return provider == null || provider.getService("KeyFactory", keys) == null
                ? KeyFactory.getInstance(keys)
                : KeyFactory.getInstance(keys, provider);
    }

    /** The key as its signer has it, which would else translate it for each signature. */
    PrivateKey keyFor(String algorithm, PrivateKey key) throws GeneralSecurityException {
        Provider provider = signers.get(algorithm);
        if (provider == null || provider.getService("KeyFactory", key.getAlgorithm()) == null) {
            return key;
        }
        return (PrivateKey) KeyFactory.getInstance(key.getAlgorithm(), provider).translateKey(key);
    }

    @Override
    public Optional<String> providerOf(List<X509Certificate> path) {
        List<Optional<Provider>> each = path.stream()
                .map(X509Certificate::getSigAlgName)
                .map(algorithm -> Optional.ofNullable(algorithm.equals(RSASSA_PSS) ? null : verifiers.get(algorithm)))
                .distinct()
                .toList();
        return each.size() == 1 ? each.get(0).map(Provider::getName) : Optional.empty();
    }

    @Override
    public PublicKey kept(PublicKey key) {
        return carriesVerification() ? CarriedVerification.kept(key) : key;
    }

    private boolean carriesVerification() {
        return verifiers.containsValue(CarriedVerification.provider());
    }

    /** Which provider does what. */
    @Override
    public String toString() {
        List<String> parts = new ArrayList<>(List.of("ML-KEM-768 by " + mlKem));
        if (carriesX25519) {
            parts.add("X25519 by BouncyCastle");
        }
        if (carriesVerification()) {
            parts.add("ECDSA verified by BouncyCastle");
        }
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
