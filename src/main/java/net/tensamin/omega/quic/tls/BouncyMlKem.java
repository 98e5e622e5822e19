package net.tensamin.omega.quic.tls;

import java.security.SecureRandom;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMParameters;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;

/** That of BouncyCastle, without its provider: on any JDK. */
final class BouncyMlKem implements MlKem {

    @Override
    public Encapsulated encapsulate(byte[] key, SecureRandom random) {
        SecretWithEncapsulation made = new MLKEMGenerator(random)
                .generateEncapsulated(new MLKEMPublicKeyParameters(MLKEMParameters.ml_kem_768, key));
        return new Encapsulated(made.getEncapsulation(), made.getSecret());
    }

    @Override
    public String toString() {
        return "BouncyCastle";
    }
}
