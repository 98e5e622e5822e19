package net.tensamin.omega.operator;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Which operators there are. */
@RequestScoped
@Path("api/operations/operators")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Operators")
public class OperatorsResource {
    private static final int MOST = 500;
    private static final int LONGEST = 100;

    private final OperatorRegistry registry;

    /** For the client proxy; public, as JAX-RS asks (§3.1.2). */
    public OperatorsResource() {
        this(null);
    }

    @Inject
    OperatorsResource(OperatorRegistry registry) {
        this.registry = registry;
    }

    @GET
    @Needs(Need.VIEW)
    @Operation(
            summary = "Operators and their roles",
            description =
                    "In order of their names, after those that only the configuration names. Where there are more, next is what to ask for after.")
    @APIResponse(
            responseCode = "200",
            description = "Those that were found.",
            content = @Content(schema = @Schema(ref = "Operators")))
    public OperatorAnswer.Page listOperators(
            @Parameter(schema = @Schema(type = SchemaType.STRING, maxLength = 100))
                    @QueryParam("find")
                    @DefaultValue("")
                    String find,
            @Parameter(schema = @Schema(type = SchemaType.STRING, maxLength = 100))
                    @QueryParam("after")
                    @DefaultValue("")
                    String after,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "500"))
                    @QueryParam("most")
                    @DefaultValue("100")
                    String most) {
        if (!most.matches("[1-9][0-9]{0,2}") || Integer.parseInt(most) > MOST) {
            throw new BadRequestException();
        }
        if (Math.max(find.length(), after.length()) > LONGEST || (find + after).indexOf('\0') >= 0) {
            throw new BadRequestException();
        }
        return registry.page(find.strip(), after, Integer.parseInt(most));
    }
}
