package net.tensamin.omega.quic.tls;

import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;

/** A public key on a curve of NIST's, as BouncyCastle computes with it. Multiples that it makes of the point are kept with it. */
record NistPoint(ECPublicKeyParameters parameters) {
    private static final Map<NistCurve, ECDomainParameters> DOMAINS = new EnumMap<>(NistCurve.class);

    static {
        for (NistCurve curve : NistCurve.values()) {
            DOMAINS.put(
                    curve,
                    new ECDomainParameters(
                            CustomNamedCurves.getByName(curve.spec().getName())));
        }
    }

    /** Nothing for a key on another curve, and for one that is not on its curve. */
    static Optional<NistPoint> of(ECPublicKey key) {
        try {
            return Arrays.stream(NistCurve.values())
                    .filter(curve -> curve.isOf(key.getParams()))
                    .findFirst()
                    .map(curve -> new NistPoint(parameters(DOMAINS.get(curve), key)));
        } catch (IllegalArgumentException e) { // BouncyCastle's answer to what is no point
            return Optional.empty();
        }
    }

    private static ECPublicKeyParameters parameters(ECDomainParameters domain, ECPublicKey key) {
        return new ECPublicKeyParameters(
                domain.getCurve()
                        .createPoint(key.getW().getAffineX(), key.getW().getAffineY()),
                domain);
    }
}
