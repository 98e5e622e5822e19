package net.tensamin.omega.cli.https;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** Writes DER (X.690 §10). */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    private Der() {}

    static byte[] tlv(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(tag);
        all.writeBytes(length(content.size()));
        all.writeBytes(content.toByteArray());
        return all.toByteArray();
    }

    /** X.690 §8.1.3. */
    private static byte[] length(int length) {
        if (length < 0x80) {
            return new byte[] {(byte) length};
        }
        byte[] digits = BigInteger.valueOf(length).toByteArray();
        int from = digits[0] == 0 ? 1 : 0;
        byte[] encoded = new byte[1 + digits.length - from];
        encoded[0] = (byte) (0x80 | digits.length - from);
        System.arraycopy(digits, from, encoded, 1, digits.length - from);
        return encoded;
    }
}
