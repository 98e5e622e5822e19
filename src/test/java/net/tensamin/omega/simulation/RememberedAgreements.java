package net.tensamin.omega.simulation;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * X448 that computes what two keys agree on once, and then remembers it: the same few keys meet each other in all histories. It is asked only for private
 * keys that it has made.
 */
final class RememberedAgreements extends Provider {
    private static final long serialVersionUID = 1;
    private static final Map<Meeting, byte[]> KNOWN = new HashMap<>();

    private record Meeting(PrivateKey own, ByteBuffer other) {}

    private RememberedAgreements() {
        super("simulation-" + System.identityHashCode(RememberedAgreements.class), "1", "remembers");
        putService(
                new Service(
                        this,
                        "KeyAgreement",
                        "X448",
                        Spi.class.getName(),
                        List.of(),
                        Map.of("SupportedKeyClasses", Remembering.class.getName())) {
                    @Override
                    public Object newInstance(Object parameter) {
                        return new Spi();
                    }

                    @Override
                    public boolean supportsParameter(Object key) {
                        return key instanceof Remembering;
                    }
                });
    }

    static {
        Security.insertProviderAt(new RememberedAgreements(), 1);
    }

    static KeyPair remembered(KeyPair pair) {
        return new KeyPair(pair.getPublic(), new Remembering(pair.getPrivate()));
    }

    /** A private key of X448. */
    private record Remembering(PrivateKey key) implements PrivateKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return key.getAlgorithm();
        }

        @Override
        public String getFormat() {
            return key.getFormat();
        }

        @Override
        public byte[] getEncoded() {
            return key.getEncoded();
        }
    }

    private static final class Spi extends KeyAgreementSpi {
        private PrivateKey own;
        private byte[] secret;

        @Override
        protected void engineInit(Key key, SecureRandom random) {
            own = ((Remembering) key).key();
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random) {
            engineInit(key, random);
        }

        @Override
        protected Key engineDoPhase(Key other, boolean last) throws InvalidKeyException {
            Meeting meeting = new Meeting(own, ByteBuffer.wrap(other.getEncoded()));
            synchronized (KNOWN) {
                secret = KNOWN.get(meeting);
                if (secret == null) {
                    secret = agree(own, other);
                    KNOWN.put(meeting, secret);
                }
            }
            return null;
        }

        private static byte[] agree(PrivateKey own, Key other) throws InvalidKeyException {
            try {
                KeyAgreement agreement = KeyAgreement.getInstance("X448");
                agreement.init(own);
                agreement.doPhase(other, true);
                return agreement.generateSecret();
            } catch (InvalidKeyException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return secret.clone();
        }

        @Override
        protected int engineGenerateSecret(byte[] into, int offset) {
            System.arraycopy(secret, 0, into, offset, secret.length);
            return secret.length;
        }

        @Override
        protected SecretKey engineGenerateSecret(String algorithm) {
            return new SecretKeySpec(secret, algorithm);
        }
    }
}
