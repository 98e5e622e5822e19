package net.tensamin.omega.device;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Clock;
import java.util.Map;
import net.tensamin.omega.account.Access;
import net.tensamin.omega.account.Accounts;
import net.tensamin.omega.account.UnknownUserException;
import net.tensamin.omega.account.UserId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Lets an operator see and revoke devices (SPEC §7). */
@RequestScoped
@Path("api/operations/devices/{user_id}")
@Produces(MediaType.APPLICATION_JSON)
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
    @Operation(summary = "A user's devices", description = "For operators. Revoked devices are among them.")
    @APIResponse(
            responseCode = "200",
            description = "The devices that were enrolled or have identified.",
            content = @Content(schema = @Schema(ref = "UserDevices")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "404", ref = "error_not_found")
    @APIResponse(responseCode = "500", ref = "error_internal")
    @APIResponse(responseCode = "503", ref = "error_unavailable")
    public UserDevices devices(
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("user_id")
                    UserId user,
            @Context SecurityContext caller) {
        Access.ofOperator(caller);
        if (!accounts.exists(user)) {
            throw new UnknownUserException(user);
        }
        return new UserDevices("success", devices.of(user));
    }

    @DELETE
    @Path("{device_id}")
    @Operation(
            summary = "Revoke a device",
            description = "For operators. Its session ends and its certificates are refused within a second, on every"
                    + " server. This cannot be taken back; a success also when it was revoked before.")
    @APIResponse(
            responseCode = "200",
            description = "The device is revoked.",
            content = @Content(schema = @Schema(ref = "Success")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "404", ref = "error_not_found")
    @APIResponse(responseCode = "500", ref = "error_internal")
    @APIResponse(responseCode = "503", ref = "error_unavailable")
    public Map<String, String> revoke(
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("user_id")
                    UserId user,
            @Parameter(required = true, schema = @Schema(type = SchemaType.STRING)) @PathParam("device_id")
                    String device,
            @Context SecurityContext caller) {
        Access.ofOperator(caller);
        try {
            devices.revoke(user, new DeviceId(device), clock.instant());
        } catch (UnknownDeviceException | IllegalArgumentException e) {
            throw new NotFoundException(e);
        }
        revocations.refresh();
        return Map.of("status", "success");
    }
}
