package net.tensamin.omega.cli.https;

import static java.nio.file.StandardOpenOption.SYNC;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.PemFiles;

/** A device's certificate and, beside it, its key: each written whole or not at all, the key readable by its owner only. */
public record CertificateFiles(Path certificate, Path key) {
    private static final Base64.Encoder BASE64 = Base64.getMimeEncoder(64, new byte[] {'\n'});

    public static CertificateFiles at(Path certificate) {
        return new CertificateFiles(certificate.toAbsolutePath(), PemFiles.keyBeside(certificate.toAbsolutePath()));
    }

    /** To be called before a code is used up. */
    public void requireNew() {
        for (Path file : new Path[] {certificate, key}) {
            if (Files.exists(file)) {
                throw new Failure(ExitCode.USAGE, file + " exists and would be overwritten");
            }
        }
        if (!Files.isWritable(certificate.getParent())) {
            throw new Failure(ExitCode.USAGE, certificate.getParent() + " is not a writable directory");
        }
    }

    public void write(KeyPair keys) {
        write(key, pem("PRIVATE KEY", Pkcs8.of(keys)), false);
    }

    /** For a key that no certificate was given for. */
    public void deleteKey() {
        try {
            Files.deleteIfExists(key);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, key + " has no certificate, and cannot be deleted: " + e, e);
        }
    }

    /** A key that is in the same file stays there. */
    public void write(X509Certificate issued) {
        if (Pkcs12.isOne(certificate)) {
            throw new Failure(ExitCode.USAGE, certificate + " is PKCS#12, and only PEM is written here");
        }
        try {
            Optional<String> key = Files.exists(certificate) ? PemFiles.privateKeyBlock(certificate) : Optional.empty();
            String pem = pem("CERTIFICATE", issued.getEncoded())
                    + key.map(block -> block + "\n").orElse("");
            write(certificate, pem, key.isEmpty());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    /** The disk has it before it gets its name: a power cut leaves the old one or the new. */
    private static void write(Path file, String pem, boolean readable) {
        try {
            // Of its owner's only, as all temporary files.
            Path part =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
            try {
                Files.write(part, pem.getBytes(StandardCharsets.US_ASCII), WRITE, SYNC);
                if (readable
                        && part.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                    Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, file + " cannot be written: " + e, e);
        }
    }
}
