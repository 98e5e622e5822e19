package net.tensamin.omega.simulation;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/** Keys of Omega and of Omikrons. Which ones they are changes no history. */
final class Keys {
    private Keys() {}

    static List<KeyPair> make(int count) {
        try {
            KeyPairGenerator x448 = KeyPairGenerator.getInstance("X448");
            List<KeyPair> keys = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                keys.add(RememberedAgreements.remembered(x448.generateKeyPair()));
            }
            return keys;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
