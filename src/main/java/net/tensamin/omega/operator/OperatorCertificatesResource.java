package net.tensamin.omega.operator;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.RefusedChangeException;
import net.tensamin.omega.account.RefusedChangeException.Reason;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.device.DeviceId;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** By what an operator proves who it is, and that one of them is lost. */
@RequestScoped
@Path("api/operations/operators/{name}/certificates")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
public class OperatorCertificatesResource {
    private final OperatorRegistry registry;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public OperatorCertificatesResource() {
        this(null);
    }

    @Inject
    OperatorCertificatesResource(OperatorRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Needs(Need.VIEW)
    @Refuses(404)
    @Operation(
            summary = "The certificates that an operator got here",
            description = "Including revoked ones; without those from elsewhere.")
    @APIResponse(
            responseCode = "200",
            description = "The oldest first.",
            content = @Content(schema = @Schema(ref = "OperatorCertificates")))
    public OperatorAnswer.Certificates listOperatorCertificates(@PathParam("name") String name) {
        return registry.certificates(OperatorForm.known(name));
    }

    @DELETE
    @Path("{certificate_id}")
    @Needs(Need.ADMINISTER)
    @Refuses(404)
    @Operation(
            summary = "Revoke a certificate of an operator",
            description =
                    "It and those that it was renewed to are refused within a second, on every server, and what is looked at with them"
                            + " ends. This cannot be taken back; a success also when it was revoked before. The fingerprint (SHA-256, in hex) of a certificate"
                            + " from elsewhere, which the audit has, does as well. With `again`, also one that this server does not know, as after a restored"
                            + " backup.")
    @APIResponse(
            responseCode = "200",
            description = "The certificate is revoked.",
            content = @Content(schema = @Schema(ref = "Success")))
    public Map<String, String> revokeOperatorCertificate(
            @PathParam("name") String name,
            @PathParam("certificate_id") String certificate,
            @QueryParam("again") @DefaultValue("false") boolean again) {
        OperatorName operator = OperatorForm.known(name);
        if (again) {
            registry.revokeAgain(id(certificate));
        } else {
            registry.revoke(operator, id(certificate));
        }
        return Map.of("status", "success");
    }

    private static DeviceId id(String hex) {
        try {
            return new DeviceId(hex);
        } catch (IllegalArgumentException e) {
            throw new RefusedChangeException(Reason.UNKNOWN, "A certificate's id is lower-case hex.");
        }
    }
}
