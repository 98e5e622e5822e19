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
        write(key, "PRIVATE KEY", Pkcs8.of(keys));
    }

    /** For a key that no certificate was given for. */
    public void deleteKey() {
        try {
            Files.deleteIfExists(key);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, key + " has no certificate, and cannot be deleted: " + e, e);
        }
    }

    public void write(X509Certificate issued) {
        try {
            write(certificate, "CERTIFICATE", issued.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has an encoding", e);
        }
    }

    /** The disk has it before it gets its name: a power cut leaves the old one or the new. */
    private static void write(Path file, String label, byte[] der) {
        String pem = "-----BEGIN " + label + "-----\n" + BASE64.encodeToString(der) + "\n-----END " + label + "-----\n";
        try {
            // Of its owner's only, as all temporary files.
            Path part =
                    Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
            try {
                Files.write(part, pem.getBytes(StandardCharsets.US_ASCII), WRITE, SYNC);
                if (label.equals("CERTIFICATE")
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
