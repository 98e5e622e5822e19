package net.tensamin.omega.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM (RFC 7468). */
public final class PemFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private static final Pattern CERTIFICATE =
            Pattern.compile("-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", Pattern.DOTALL);

    /** What public keys call themselves, and KeyFactory knows. */
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA", "RSASSA-PSS");

    private PemFiles() {}

    /** All certificates of the file, in its order; at least one. What else is in it, such as a key or a byte order mark, is passed over. */
    public static List<X509Certificate> certificates(Path file) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> chain = new ArrayList<>();
            for (byte[] der : blocks(CERTIFICATE, file)) {
                chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            if (chain.isEmpty()) {
                throw new Failure(ExitCode.USAGE, file + " holds no certificate in PEM");
            }
            return List.copyOf(chain);
        } catch (CertificateException | IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, file + " holds no certificate in PEM: " + e.getMessage(), e);
        }
    }

    private static List<byte[]> blocks(Pattern kind, Path file) {
        return kind.matcher(text(file))
                .results()
                .map(block -> Base64.getMimeDecoder().decode(block.group(block.groupCount())))
                .toList();
    }

    private static String text(Path file) {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }

    /** The file's private key with all around it, as it stands there; empty if there is none. */
    public static Optional<String> privateKeyBlock(Path file) {
        return PRIVATE_KEY.matcher(text(file)).results().map(MatchResult::group).findFirst();
    }

    /** The file's PKCS#8 private key, of whatever algorithm. */
    public static PrivateKey privateKey(Path file) {
        Matcher key = PRIVATE_KEY.matcher(text(file));
        if (!key.find()) {
            throw new Failure(ExitCode.USAGE, file + " holds no private key in PEM");
        }
        if (!"PRIVATE KEY".equals(key.group(1))) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + " holds a key of the form \"" + key.group(1) + "\"; this makes a plain PKCS#8 key of it:"
                            + " openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        GeneralSecurityException last = new InvalidKeySpecException("no algorithm");
        for (String algorithm : ALGORITHMS) {
            try {
                PKCS8EncodedKeySpec pkcs8 =
                        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(key.group(2)));
                return KeyFactory.getInstance(algorithm).generatePrivate(pkcs8);
            } catch (InvalidKeySpecException another) {
                last = another;
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new Failure(ExitCode.USAGE, file + " holds no readable private key", e);
            }
        }
        throw new Failure(ExitCode.USAGE, file + " holds no readable private key: none of EC, RSA and Ed25519", last);
    }

    /** Where a private key is looked for: beside its certificate, with the ending {@code .key}. */
    public static Path keyBeside(Path certificate) {
        return beside(certificate, ".key");
    }

    /** A file beside another, with another ending. */
    public static Path beside(Path file, String ending) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.replaceFirst("\\.[^.]*$", "") + ending);
    }

    /** The file's content; a missing one is explained, since the demo's are made by the first start of Omega. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    ExitCode.USAGE,
                    "There is no " + file + ". The demo's files are made when Omega starts (mvn package"
                            + " payara-micro:start); --data-dir says where they are.",
                    e);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be read: " + e, e);
        }
    }
}
