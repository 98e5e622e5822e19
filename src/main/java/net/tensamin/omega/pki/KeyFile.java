package net.tensamin.omega.pki;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.UnrecoverableKeyException;
import net.tensamin.omega.configuration.Setting;

/** Opens PKCS#12 files. */
final class KeyFile {
    private KeyFile() {}

    /**
     * @param passwordKey where the password comes from
     * @throws KeyStoreException that says for an operator what is wrong with the file or its password
     */
    static KeyStore open(Path file, Setting<?> passwordKey, char[] password)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try {
            return KeyStore.getInstance(file.toFile(), password);
        } catch (IOException e) {
            if (e.getCause() instanceof UnrecoverableKeyException) {
                throw new KeyStoreException(passwordKey.label() + " must be the password of " + file.getFileName(), e);
            }
            if (!Files.isReadable(file)) {
                throw e;
            }
            throw new KeyStoreException(noSuchFile(file), e);
        } catch (KeyStoreException e) {
            throw new KeyStoreException(noSuchFile(file), e);
        }
    }

    private static String noSuchFile(Path file) {
        return file.getFileName()
                + " must be a PKCS#12 file, as keytool and openssl pkcs12 -export make them, and is none";
    }
}
