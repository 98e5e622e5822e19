package net.tensamin.omega.operations;

import net.tensamin.omega.configuration.Setting;

/** Which callers may read {@code /metrics}. */
final class MetricsSettings {
    static final Setting<Boolean> PUBLIC =
            Setting.flag("omega.metrics.public", false, "whether anyone may read `/metrics`, not only operators");

    private MetricsSettings() {}
}
