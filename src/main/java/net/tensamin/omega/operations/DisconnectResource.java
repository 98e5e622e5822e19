package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.Map;
import net.tensamin.omega.account.Access;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.device.DeviceId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Lets an operator end a device's session and no more. */
@RequestScoped
@Path("api/operations/devices/{user_id}/{device_id}/disconnect")
@Produces(MediaType.APPLICATION_JSON)
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
    @Operation(
            summary = "End a device's session",
            description =
                    "For operators. On every server; the device is told to come back, and does. A success also when it"
                            + " has no session.")
    @APIResponse(
            responseCode = "200",
            description = "It has ended, or will within a second on another server.",
            content = @Content(schema = @Schema(ref = "Success")))
    @APIResponse(responseCode = "400", ref = "error_bad_request")
    @APIResponse(responseCode = "401", ref = "error_not_authenticated")
    @APIResponse(responseCode = "403", ref = "error_forbidden")
    @APIResponse(responseCode = "404", ref = "error_not_found")
    @APIResponse(responseCode = "500", ref = "error_internal")
    public Map<String, String> disconnect(
            @Parameter(required = true, schema = @Schema(type = SchemaType.INTEGER, format = "int64", minimum = "1"))
                    @PathParam("user_id")
                    UserId user,
            @Parameter(required = true, schema = @Schema(type = SchemaType.STRING)) @PathParam("device_id")
                    String device,
            @Context SecurityContext caller) {
        Access.ofOperator(caller);
        try {
            disconnection.of(user, new DeviceId(device));
        } catch (IllegalArgumentException e) {
            throw new NotFoundException(e);
        }
        return Map.of("status", "success");
    }
}
