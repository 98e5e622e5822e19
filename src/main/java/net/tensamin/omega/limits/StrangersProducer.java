package net.tensamin.omega.limits;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Locale;
import net.tensamin.omega.configuration.Setting;
import net.tensamin.omega.metrics.Meters;
import org.eclipse.microprofile.config.Config;

/** Makes the budget when the first bean that needs it is made. */
@Dependent
class StrangersProducer {
    static final Setting<Integer> MEMORY = Setting.number(
                    "omega.strangers.memory",
                    0,
                    "MiB of memory that clients that have not proven who they are may cost together, on QUIC, HTTPS and WSS;"
                            + " above that, one from the address that holds most is dropped; 0: an eighth of the heap")
            .between(0, 1_000_000);

    private static final long MIB = 1024 * 1024;
    private static final int SHARE_OF_THE_HEAP = 8;

    @Produces
    @Singleton
    Strangers strangers(Config config, Meters meters) {
        long set = MEMORY.in(config) * MIB;
        Strangers strangers = new Strangers(
                set > 0 ? set : Runtime.getRuntime().maxMemory() / SHARE_OF_THE_HEAP,
                meters.counter("omega_strangers_gave_way_total", "Strangers ended to make room for others"),
                System::nanoTime);
        meters.gauge("omega_strangers", "Clients that have not proven who they are", strangers::count);
        for (Strangers.Kind kind : Strangers.Kind.values()) {
            meters.gauge(
                    "omega_strangers_bytes",
                    "kind",
                    kind.name().toLowerCase(Locale.ROOT),
                    "Estimated memory of clients that have not proven who they are",
                    () -> strangers.bytes(kind));
        }
        meters.gauge("omega_strangers_most_bytes", "Memory that strangers may cost", strangers::most);
        return strangers;
    }
}
