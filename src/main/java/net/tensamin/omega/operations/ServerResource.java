package net.tensamin.omega.operations;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.security.cert.X509Certificate;
import java.util.Optional;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.operator.OperatorRoles;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What this server is and runs on. */
@RequestScoped
@Path("api/operations/server")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Server")
public class ServerResource {
    private final ServerFacts facts;
    private final OperatorRoles operators;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public ServerResource() {
        this(null, null);
    }

    @Inject
    ServerResource(ServerFacts facts, OperatorRoles operators) {
        this.facts = facts;
        this.operators = operators;
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(
            summary = "What this server is and runs on",
            description = "For the page at the root, and may change with it: who asks, version, Java, database, disk,"
                    + " ends of certificates, and the last warnings of its log.")
    @APIResponse(
            responseCode = "200",
            description = "As it is now.",
            content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
    public String getServer(@Context SecurityContext caller, @Context HttpServletRequest request) {
        CertificateIdentity.Operator operator = (CertificateIdentity.Operator) caller.getUserPrincipal();
        return facts.json(
                operator.operator(),
                role(operator, CertificateCaller.shown(request).stream().findFirst()));
    }

    /** As far as it goes on this page: without a certificate, as in a demo, nobody administers. */
    private Role role(CertificateIdentity.Operator operator, Optional<X509Certificate> shown) {
        Role role = operators.of(operator, shown).role().orElse(Role.VIEW); // it may have gone since it was let in
        return shown.isEmpty() && role == Role.ADMINISTER ? Role.OPERATE : role;
    }
}
