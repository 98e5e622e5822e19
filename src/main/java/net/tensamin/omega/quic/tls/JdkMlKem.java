package net.tensamin.omega.quic.tls;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/** That of the JDK, by reflection: {@code javax.crypto.KEM} is not in every JDK that this is compiled with. */
final class JdkMlKem implements MlKem {
    private static final String PROVIDER = "SunJCE"; // and not another one that was added to the JVM
    private static final String ALGORITHM = "ML-KEM-768";
    private static final byte[] BEFORE_KEY = // SubjectPublicKeyInfo, RFC 9935 §4
            HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    private final Object kem;
    private final Method newEncapsulator;
    private final Method encapsulate;
    private final Method key;
    private final Method encapsulation;

    private JdkMlKem() throws ReflectiveOperationException, GeneralSecurityException {
        Class<?> type = Class.forName("javax.crypto.KEM");
        Class<?> encapsulator = Class.forName("javax.crypto.KEM$Encapsulator");
        Class<?> encapsulated = Class.forName("javax.crypto.KEM$Encapsulated");
        kem = type.getMethod("getInstance", String.class, String.class).invoke(null, ALGORITHM, PROVIDER);
        newEncapsulator =
                type.getMethod("newEncapsulator", PublicKey.class, AlgorithmParameterSpec.class, SecureRandom.class);
        encapsulate = encapsulator.getMethod("encapsulate");
        key = encapsulated.getMethod("key");
        encapsulation = encapsulated.getMethod("encapsulation");
        KeyFactory.getInstance(ALGORITHM, PROVIDER);
    }

    static Optional<MlKem> find() {
        try {
            return Optional.of(new JdkMlKem());
        } catch (ReflectiveOperationException | GeneralSecurityException e) { // it has none
            return Optional.empty();
        }
    }

    @Override
    public Encapsulated encapsulate(byte[] encoded, SecureRandom random) throws GeneralSecurityException {
        byte[] info = new byte[BEFORE_KEY.length + KEY];
        System.arraycopy(BEFORE_KEY, 0, info, 0, BEFORE_KEY.length);
        System.arraycopy(encoded, 0, info, BEFORE_KEY.length, KEY);
        PublicKey publicKey = KeyFactory.getInstance(ALGORITHM, PROVIDER).generatePublic(new X509EncodedKeySpec(info));
        try {
            Object made = encapsulate.invoke(newEncapsulator.invoke(kem, publicKey, null, random));
            return new Encapsulated((byte[]) encapsulation.invoke(made), ((Key) key.invoke(made)).getEncoded());
        } catch (InvocationTargetException e) {
            throw new GeneralSecurityException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String toString() {
        return "the JDK";
    }
}
