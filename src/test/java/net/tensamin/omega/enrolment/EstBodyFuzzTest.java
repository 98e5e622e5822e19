package net.tensamin.omega.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import net.tensamin.omega.enrolment.EnrolmentRefusedException.Reason;
import net.tensamin.omega.testing.TestAuthority;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * What may come to EST (SPEC §7). The first byte of the input says what the rest is: a body, the DER that a body is made of,
 * credentials, or what stands around the key in a request that is really signed: the subject, whose length comes first, and
 * the attributes.
 */
class EstBodyFuzzTest {
    private static final KeyPair KEYS = TestAuthority.p256();
    private static final X500Name SUBJECT = new X500Name("CN=42, SERIALNUMBER=0123456789abcdef0123456789abcdef");

    @FuzzTest
    void whateverAsksForACertificate(byte[] input) throws Exception {
        int kind = input.length == 0 ? 0 : input[0] & 3;
        byte[] rest = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
        if (kind == 0) {
            request(rest);
        } else if (kind == 1) {
            request(Base64.getMimeEncoder().encode(rest));
        } else if (kind == 2) {
            request(Base64.getEncoder().encode(signed(rest)));
        } else {
            credentials(new String(rest, StandardCharsets.ISO_8859_1));
        }
    }

    /** Only a fit key whose owner signed is taken; all else gets one line of text. */
    private static void request(byte[] body) {
        CertificationRequest request;
        try {
            request = CertificationRequest.read(body);
        } catch (EnrolmentRefusedException refused) {
            assertEquals(Reason.BAD_REQUEST, refused.reason());
            assertTrue(refused.getMessage().matches("[A-Z][ -~]{10,120}\\."), refused::getMessage);
            return;
        }
        assertTrue(isFit(request.key()));
        request.names().ifPresent(names -> assertFalse(names.equals(SUBJECT)));
        assertFalse(SUBJECT.equals(request.subject()) && !request.subject().equals(SUBJECT));
    }

    private static boolean isFit(PublicKey key) {
        return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= 2048
                || key instanceof ECPublicKey ec
                        && Set.of(256, 384, 521)
                                .contains(ec.getParams().getCurve().getField().getFieldSize())
                || key instanceof EdECPublicKey edwards
                        && edwards.getParams().getName().equals("Ed25519");
    }

    /** RFC 2986 §4, with the real key and a real signature. */
    private static byte[] signed(byte[] around) throws Exception {
        int length = around.length == 0 ? 0 : Math.min(around[0] & 0xff, around.length - 1);
        byte[] info = sequence(
                new byte[] {2, 1, 0},
                Arrays.copyOfRange(around, Math.min(1, around.length), Math.min(1, around.length) + length),
                KEYS.getPublic().getEncoded(),
                Arrays.copyOfRange(around, Math.min(1, around.length) + length, around.length));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(KEYS.getPrivate());
        signature.update(info);
        ASN1EncodableVector end = new ASN1EncodableVector();
        end.add(new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256));
        end.add(new DERBitString(signature.sign()));
        byte[] tail = new DERSequence(end).getEncoded();
        return sequence(info, Arrays.copyOfRange(tail, tail.length - content(tail), tail.length));
    }

    private static int content(byte[] sequence) {
        return sequence[1] >= 0 ? sequence[1] : sequence[2] & 0xff;
    }

    private static byte[] sequence(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        byte[] head = {0x30, (byte) 0x83, (byte) (length >> 16), (byte) (length >> 8), (byte) length};
        byte[] whole = Arrays.copyOf(head, head.length + length);
        int at = head.length;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** Any header gives a user and a code, or nothing. */
    private static void credentials(String text) {
        for (String header : new String[] {
            text, "Basic " + text, "basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        }) {
            BasicCredentials.from(header).ifPresent(who -> {
                assertTrue(who.user().value() > 0);
                assertEquals(64, CodeHash.of(who.code()).value().length());
            });
        }
    }
}
