package net.tensamin.omega.embedded;

import net.tensamin.omega.configuration.Setting;
import org.eclipse.microprofile.config.Config;

/** How the embedded database is kept, as the constants say. */
public record EmbeddedSettings(boolean sync) {
    static final Setting<Boolean> SYNC = Setting.flag(
            "omega.db.sync",
            true,
            "whether a commit to H2 waits until it is on the disk; if `false`, a power cut loses what was acknowledged last, and may damage"
                    + " the file");

    public static EmbeddedSettings from(Config config) {
        return new EmbeddedSettings(SYNC.in(config));
    }
}
