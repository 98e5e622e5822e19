package net.tensamin.omega.quic.tls;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** ML-KEM-768 (FIPS 203), as far as a server needs it. Thread-safe. */
interface MlKem {
    /** Bytes of an encapsulation key. */
    int KEY = 1184;

    /** Bytes of a ciphertext. */
    int CIPHERTEXT = 1088;

    /** Of the part of the key that is coefficients of 12 bits; a seed follows. */
    int COEFFICIENTS = 1152;

    /** What they are less than. */
    int MODULUS = 3329;

    /**
     * Makes a secret that besides this server only the holder of the key can know.
     *
     * @param key one that {@link #isValid}
     * @param random where 32 bytes are drawn from
     */
    Encapsulated encapsulate(byte[] key, SecureRandom random) throws GeneralSecurityException;

    /** @param ciphertext for the holder of the key */
    record Encapsulated(byte[] ciphertext, byte[] secret) {}

    /** The JDK's where it has one (24 and later), which takes two thirds of the time. */
    static MlKem preferred() {
        return JdkMlKem.find().orElseGet(BouncyMlKem::new);
    }

    /** FIPS 203 §7.2: the length, and that each coefficient is the least that it could be. */
    static boolean isValid(byte[] key) {
        if (key.length != KEY) {
            return false;
        }
        for (int i = 0; i < COEFFICIENTS; i += 3) {
            int three = key[i] & 0xff | (key[i + 1] & 0xff) << 8 | (key[i + 2] & 0xff) << 16;
            if ((three & 0xfff) >= MODULUS || three >> 12 >= MODULUS) {
                return false;
            }
        }
        return true;
    }
}
