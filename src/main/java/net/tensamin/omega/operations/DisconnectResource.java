package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator end a device's session and no more. */
@RequestScoped
@Path("api/operations/devices/{user_id}/{device_id}/disconnect")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Devices")
public class DisconnectResource {
    private final Disconnection disconnection;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public DisconnectResource() {
        this(null);
    }

    @Inject
    DisconnectResource(Disconnection disconnection) {
        this.disconnection = disconnection;
    }

    @POST
    @Needs(Need.OPERATE)
    @Refuses(404)
    @Operation(
            summary = "End a device's session",
            description = "On every server; the device is told to come back, and does. A success even if it"
                    + " has no session.")
    @APIResponse(
            responseCode = "200",
            description = "It has ended, or will within a second on another server.",
            content = @Content(schema = @Schema(ref = "Success")))
    public Map<String, String> disconnectDevice(
            @PathParam("user_id") UserId user, @PathParam("device_id") String device) {
        try {
            disconnection.of(user, new DeviceId(device));
        } catch (IllegalArgumentException e) {
            throw new NotFoundException(e);
        }
        return Map.of("status", "success");
    }
}
