package net.tensamin.omega.pki;

import net.tensamin.omega.configuration.StartCheck;
import org.eclipse.microprofile.config.Config;

/** Opens the key material, and makes it where a development server has none. */
public final class KeyCheck implements StartCheck {
    @Override
    public void check(Config config) {
        new KeyStores(PkiSettings.from(config));
    }
}
