package net.tensamin.omega.account;

import java.util.Optional;
import java.util.stream.Stream;

/** What a picture may be. Its first bytes say so, whatever its sender says. */
public enum AvatarType {
    /** PNG specification §5.2. */
    PNG("image/png") {
        @Override
        boolean begins(byte[] image) {
            return has(image, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
        }
    },
    /** ITU-T T.81 §B.1.1: SOI, and the beginning of a marker. */
    JPEG("image/jpeg") {
        @Override
        boolean begins(byte[] image) {
            return has(image, 0, 0xff, 0xd8, 0xff);
        }
    },
    /** RFC 9649 §2.4. */
    WEBP("image/webp") {
        @Override
        boolean begins(byte[] image) {
            return has(image, 0, 'R', 'I', 'F', 'F') && has(image, 8, 'W', 'E', 'B', 'P');
        }
    };

    private final String mediaType;

    AvatarType(String mediaType) {
        this.mediaType = mediaType;
    }

    /** Empty for none of these. */
    public static Optional<AvatarType> of(byte[] image) {
        return Stream.of(values()).filter(type -> type.begins(image)).findFirst();
    }

    public String mediaType() {
        return mediaType;
    }

    abstract boolean begins(byte[] image);

    private static boolean has(byte[] image, int from, int... octets) {
        for (int i = 0; i < octets.length; i++) {
            if (from + i >= image.length || (image[from + i] & 0xff) != octets[i]) {
                return false;
            }
        }
        return true;
    }
}
