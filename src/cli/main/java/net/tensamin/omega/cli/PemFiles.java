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
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and private keys in PEM (RFC 7468). */
public final class PemFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]*PRIVATE KEY)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private PemFiles() {}

    /** All certificates of the file, in its order; at least one. */
    public static List<X509Certificate> certificates(Path file) {
        byte[] pem = bytes(file);
        try {
            List<X509Certificate> chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem)).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw new Failure(ExitCode.USAGE, file + " holds no certificate in PEM");
            }
            return chain;
        } catch (CertificateException e) {
            throw new Failure(ExitCode.USAGE, file + " holds no certificate in PEM: " + e.getMessage(), e);
        }
    }

    /**
     * The file's PKCS#8 private key.
     *
     * @param algorithm that of the certificate's public key
     */
    public static PrivateKey privateKey(Path file, String algorithm) {
        Matcher key = PRIVATE_KEY.matcher(new String(bytes(file), StandardCharsets.US_ASCII));
        if (!key.find()) {
            throw new Failure(ExitCode.USAGE, file + " holds no private key in PEM");
        }
        if (!"PRIVATE KEY".equals(key.group(1))) {
            throw new Failure(
                    ExitCode.USAGE,
                    file + " holds a key of the form \"" + key.group(1) + "\"; this makes a plain PKCS#8 key of it:"
                            + " openssl pkcs8 -topk8 -nocrypt -in " + file);
        }
        try {
            byte[] pkcs8 = Base64.getMimeDecoder().decode(key.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new Failure(ExitCode.USAGE, file + " holds no readable " + algorithm + " private key", e);
        }
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
