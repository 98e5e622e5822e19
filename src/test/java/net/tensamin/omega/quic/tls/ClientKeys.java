package net.tensamin.omega.quic.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.KeyAgreement;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.MLKEMKeyPairGenerator;
import org.bouncycastle.crypto.kems.MLKEMExtractor;
import org.bouncycastle.crypto.params.MLKEMKeyGenerationParameters;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPrivateKeyParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** A client's half of a key exchange, with none of the code under test. */
final class ClientKeys {
    private static final byte[] BEFORE_X25519 = HexFormat.of().parseHex("302a300506032b656e032100"); // RFC 8410 §4
    private static final Map<Group, String> CURVES =
            Map.of(Group.P256, "secp256r1", Group.P384, "secp384r1", Group.P521, "secp521r1");

    private final Group group;
    private final KeyPair classical;
    private final AsymmetricCipherKeyPair mlKem;

    ClientKeys(Group group) throws GeneralSecurityException {
        this.group = group;
        String curve = CURVES.get(group);
        KeyPairGenerator generator = KeyPairGenerator.getInstance(curve == null ? "X25519" : "EC");
        if (curve != null) {
            generator.initialize(new ECGenParameterSpec(curve));
        }
        classical = generator.generateKeyPair();
        MLKEMKeyPairGenerator mlKemGenerator = new MLKEMKeyPairGenerator();
        mlKemGenerator.init(new MLKEMKeyGenerationParameters(new SecureRandom(), MLKEMParameters.ml_kem_768));
        mlKem = mlKemGenerator.generateKeyPair();
    }

    Hellos.Share share() {
        byte[] key = encoded();
        return new Hellos.Share(group.wire(), group.isHybrid() ? joined(encapsulationKey(), key) : key);
    }

    private byte[] encapsulationKey() {
        return ((MLKEMPublicKeyParameters) mlKem.getPublic()).getEncoded();
    }

    private byte[] encoded() {
        byte[] info = classical.getPublic().getEncoded();
        int length = group.isHybrid() ? 32 : group.clientShare();
        return Arrays.copyOfRange(info, info.length - length, info.length);
    }

    /** What both sides have then. */
    byte[] secret(byte[] serverShare) throws GeneralSecurityException {
        if (!group.isHybrid()) {
            return agreed(serverShare);
        }
        byte[] ciphertext = Arrays.copyOf(serverShare, 1088);
        byte[] first = new MLKEMExtractor((MLKEMPrivateKeyParameters) mlKem.getPrivate()).extractSecret(ciphertext);
        return joined(first, agreed(Arrays.copyOfRange(serverShare, 1088, serverShare.length)));
    }

    private byte[] agreed(byte[] share) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance(CURVES.containsKey(group) ? "ECDH" : "XDH");
        agreement.init(classical.getPrivate());
        agreement.doPhase(CURVES.containsKey(group) ? point(share) : x25519(share), true);
        return agreement.generateSecret();
    }

    private PublicKey point(byte[] share) throws GeneralSecurityException {
        int middle = 1 + share.length / 2;
        ECPoint point = new ECPoint(
                new BigInteger(1, Arrays.copyOfRange(share, 1, middle)),
                new BigInteger(1, Arrays.copyOfRange(share, middle, share.length)));
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, ((ECPublicKey) classical.getPublic()).getParams()));
    }

    private static PublicKey x25519(byte[] share) throws GeneralSecurityException {
        return KeyFactory.getInstance("X25519").generatePublic(new X509EncodedKeySpec(joined(BEFORE_X25519, share)));
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
