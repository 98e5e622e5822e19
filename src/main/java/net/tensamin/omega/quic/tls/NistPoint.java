package net.tensamin.omega.quic.tls;

import java.security.interfaces.ECPublicKey;
import java.security.spec.ECParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** A public key on a curve of NIST's, as BouncyCastle computes with it. Multiples that it makes of the point are kept with it. */
record NistPoint(ECPublicKeyParameters parameters) {

    /** One of the curves, in the JDK's and in BouncyCastle's terms. */
    private enum Curve {
        P256(NistCurve.P256),
        P384(NistCurve.P384),
        P521(NistCurve.P521);

        private final ECParameterSpec spec;
        private final ECDomainParameters domain;

        Curve(NistCurve curve) {
            this.spec = curve.parameters();
            this.domain = new ECDomainParameters(
                    CustomNamedCurves.getByName(curve.spec().getName()));
        }

        private boolean isOf(ECParameterSpec key) {
            return key.getOrder().equals(spec.getOrder())
                    && key.getCurve().equals(spec.getCurve())
                    && key.getGenerator().equals(spec.getGenerator());
        }

        /** @throws IllegalArgumentException for a point that is not on the curve */
        private NistPoint point(ECPublicKey key) {
            return new NistPoint(new ECPublicKeyParameters(
                    domain.getCurve()
                            .createPoint(key.getW().getAffineX(), key.getW().getAffineY()),
                    domain));
        }
    }

    /** Nothing for a key on another curve, and for one that is not on its curve. */
    static Optional<NistPoint> of(ECPublicKey key) {
        try {
            return Arrays.stream(Curve.values())
                    .filter(curve -> curve.isOf(key.getParams()))
                    .findFirst()
                    .map(curve -> curve.point(key));
        } catch (IllegalArgumentException e) { // BouncyCastle's answer to what is no point
            return Optional.empty();
        }
    }
}
