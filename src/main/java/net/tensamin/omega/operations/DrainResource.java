package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.omikron.OmikronLinks;
import net.tensamin.omega.tauri.TauriListener;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lets an operator take this server out of service, and see how far that is. */
@RequestScoped
@Path("api/operations/drain")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class DrainResource {
    private final Drain drain;
    private final TauriListener devices;
    private final OmikronLinks omikrons;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public DrainResource() {
        this(null, null, null);
    }

    @Inject
    DrainResource(Drain drain, TauriListener devices, OmikronLinks omikrons) {
        this.drain = drain;
        this.devices = devices;
        this.omikrons = omikrons;
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(summary = "Whether this server is being drained")
    @APIResponse(
            responseCode = "200",
            description = "The state of the drain.",
            content = @Content(schema = @Schema(ref = "Drain")))
    public DrainReport getDrain() {
        return DrainReport.of(drain, devices.connected(), omikrons.connected());
    }

    @POST
    @Needs(value = Need.OPERATE, duringOutage = true)
    @Operation(
            summary = "Take this server out of service",
            description = "Answers at once; asking again changes nothing. Only a restart ends it.")
    @APIResponse(
            responseCode = "200",
            description = "The drain has begun, now or before.",
            content = @Content(schema = @Schema(ref = "Drain")))
    public DrainReport beginDrain() {
        drain.begin();
        return getDrain();
    }
}
