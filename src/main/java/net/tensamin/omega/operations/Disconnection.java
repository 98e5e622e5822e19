package net.tensamin.omega.operations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.cluster.ClusterBus;
import net.tensamin.omega.cluster.NodeId;
import net.tensamin.omega.cluster.Subject;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.tauri.TauriListener;

/** Ends the sessions of a device on all nodes. */
@ApplicationScoped
class Disconnection {
    private static final Logger LOG = System.getLogger(Disconnection.class.getName());

    private final ClusterBus bus;
    private final TauriListener sessions;

    /** For the client proxy. */
    Disconnection() {
        this(null, null);
    }

    @Inject
    Disconnection(ClusterBus bus, TauriListener sessions) {
        this.bus = bus;
        this.sessions = sessions;
    }

    void start(@Observes @Initialized(ApplicationScoped.class) Object application) {
        bus.listen(Subject.DISCONNECT, this::asked);
    }

    void of(UserId user, DeviceId device) {
        sessions.disconnect(user, device);
        JsonObject json = Json.createObjectBuilder()
                .add("user_id", user.value())
                .add("device_id", device.value())
                .build();
        bus.sendAll(Subject.DISCONNECT, JsonMessage.bytes(json));
    }

    private void asked(NodeId sender, byte[] content) {
        try {
            JsonObject json = JsonMessage.read(content);
            sessions.disconnect(
                    new UserId(json.getJsonNumber("user_id").longValueExact()),
                    new DeviceId(json.getString("device_id")));
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "node " + sender + " sent a request that cannot be read", e);
        }
    }
}
