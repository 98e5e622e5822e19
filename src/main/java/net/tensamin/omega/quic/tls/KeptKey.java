package net.tensamin.omega.quic.tls;

import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;

/** A public key with what has been computed of its point: of an authority, whose key each client's certificate is verified with. */
final class KeptKey implements ECPublicKey {
    private static final long serialVersionUID = 1L;
    private final ECPublicKey key;
    private final transient NistPoint point;

    KeptKey(ECPublicKey key, NistPoint point) {
        this.key = key;
        this.point = point;
    }

    NistPoint point() {
        return point;
    }

    @Override
    public ECPoint getW() {
        return key.getW();
    }

    @Override
    public ECParameterSpec getParams() {
        return key.getParams();
    }

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
