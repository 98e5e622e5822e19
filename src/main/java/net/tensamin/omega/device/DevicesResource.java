package net.tensamin.omega.device;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.util.Map;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator see and revoke devices (SPEC §7). */
@RequestScoped
@Path("api/operations/devices/{user_id}")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Devices")
public class DevicesResource {
    private final Devices devices;
    private final Accounts accounts;
    private final Revocations revocations;
    private final Clock clock;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public DevicesResource() {
        this(null, null, null, null);
    }

    @Inject
    DevicesResource(Devices devices, Accounts accounts, Revocations revocations, Clock clock) {
        this.devices = devices;
        this.accounts = accounts;
        this.revocations = revocations;
        this.clock = clock;
    }

    @GET
    @Needs(Need.VIEW)
    @Refuses(404)
    @Operation(summary = "A user's devices", description = "Revoked devices are among them.")
    @APIResponse(
            responseCode = "200",
            description = "The devices that were enrolled or have identified.",
            content = @Content(schema = @Schema(ref = "UserDevices")))
    public UserDevices listDevices(@PathParam("user_id") UserId user) {
        if (!accounts.exists(user)) {
            throw new UnknownUserException(user);
        }
        return new UserDevices("success", devices.of(user));
    }

    @DELETE
    @Needs(Need.OPERATE)
    @Path("{device_id}")
    @Refuses(404)
    @Operation(
            summary = "Revoke a device",
            description = "Its session ends and its certificates are refused within a second, on every"
                    + " server. This cannot be taken back; a success also when it was revoked before. With `again`, also of"
                    + " a device that this server does not know, as after a restored backup.")
    @APIResponse(
            responseCode = "200",
            description = "The device is revoked.",
            content = @Content(schema = @Schema(ref = "Success")))
    public Map<String, String> revokeDevice(
            @PathParam("user_id") UserId user,
            @PathParam("device_id") String device,
            @QueryParam("again") @DefaultValue("false") boolean again) {
        try {
            revoke(user, new DeviceId(device), again);
        } catch (UnknownDeviceException | IllegalArgumentException e) {
            throw new NotFoundException(e);
        }
        revocations.refresh();
        return Map.of("status", "success");
    }

    private void revoke(UserId user, DeviceId device, boolean again) {
        if (again) {
            devices.shutOut(device, clock.instant());
        } else {
            devices.revoke(user, device, clock.instant());
        }
    }
}
