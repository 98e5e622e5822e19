package net.tensamin.omega.quic.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Properties;

/** An encapsulation whose outcome is known (FIPS 203 §6.2), by which an implementation is tried. */
record MlKemVector(byte[] key, byte[] random, byte[] ciphertext, byte[] secret) {

    /** One of NIST's. */
    static MlKemVector known() {
        Properties hex = new Properties();
        try (InputStream in = MlKemVector.class.getResourceAsStream("fips-203.properties")) {
            hex.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new MlKemVector(bytes(hex, "key"), bytes(hex, "random"), bytes(hex, "ciphertext"), bytes(hex, "secret"));
    }

    private static byte[] bytes(Properties hex, String name) {
        return HexFormat.of().parseHex(hex.getProperty(name));
    }

    boolean isMadeBy(MlKem tried) throws GeneralSecurityException {
        MlKem.Encapsulated made = tried.encapsulate(key, new Fixed(random));
        return MlKem.isValid(key)
                && Arrays.equals(ciphertext, made.ciphertext())
                && Arrays.equals(secret, made.secret());
    }

    /** Gives what it was made of. */
    private static final class Fixed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final byte[] bytes;

        private Fixed(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] out) {
            System.arraycopy(bytes, 0, out, 0, out.length);
        }
    }
}
