package net.tensamin.omega.cli.https;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import net.tensamin.omega.testing.PointOf;
import net.tensamin.omega.testing.TestAuthority;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Pkcs8Test {
    /** Repeated: one key in 256 begins with a zero, and keeps its length. */
    @RepeatedTest(600)
    void aKeyOnP256HasItsPointAndAlways138Bytes() throws Exception {
        KeyPair keys = TestAuthority.p256();
        byte[] pkcs8 = Pkcs8.of(keys);
        assertEquals(138, pkcs8.length);
        assertArrayEquals(PointOf.publicKey(keys.getPublic()), PointOf.pkcs8(pkcs8));
    }

    @ParameterizedTest
    @CsvSource({"secp256r1, 138", "secp384r1, 185", "secp521r1, 241"})
    void theJdkReadsTheSameKeyBack(String curve, int length) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        KeyPair keys = generator.generateKeyPair();

        byte[] pkcs8 = Pkcs8.of(keys);

        assertEquals(length, pkcs8.length);
        ECPrivateKey read = (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        assertEquals(((ECPrivateKey) keys.getPrivate()).getS(), read.getS());
        assertEquals(((ECPrivateKey) keys.getPrivate()).getParams(), read.getParams());
        assertArrayEquals(PointOf.publicKey(keys.getPublic()), PointOf.pkcs8(pkcs8));
        assertArrayEquals(ASN1Primitive.fromByteArray(pkcs8).getEncoded(ASN1Encoding.DER), pkcs8);
    }

    @Test
    void aKeyWithoutAPointIsWrittenAsItIs() {
        KeyPair rsa = TestAuthority.rsa2048();
        assertArrayEquals(rsa.getPrivate().getEncoded(), Pkcs8.of(rsa));
    }
}
