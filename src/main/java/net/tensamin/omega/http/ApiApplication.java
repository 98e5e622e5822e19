package net.tensamin.omega.http;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/**
 * All resources, from the root: the API lives under {@code /api} and enrolment under {@code /.well-known} (SPEC §6, §7).
 * Unknown paths therefore end here, and get the API's error shape.
 */
@ApplicationPath("/")
@OpenAPIDefinition(
        info = @Info(title = "Omega", version = "1", description = "Profiles and pending notifications."),
        components =
                @Components(
                        responses = {
                            @APIResponse(
                                    name = "success",
                                    description = "Done.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ApiSuccess.class))),
                            @APIResponse(
                                    name = "error_bad_request",
                                    description = "Something in the request is malformed.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ApiError.class))),
                            @APIResponse(
                                    name = "error_not_authenticated",
                                    description = "The call needs a client certificate.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ApiError.class))),
                            @APIResponse(
                                    name = "error_forbidden",
                                    description = "The certificate is another user's.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ApiError.class))),
                            @APIResponse(
                                    name = "error_not_found",
                                    description = "There is no such user.",
                                    content =
                                            @Content(
                                                    mediaType = "application/json",
                                                    schema = @Schema(implementation = ApiError.class)))
                        }))
public class ApiApplication extends Application {

    /** Jersey would describe itself to whoever asks; the description is {@code /openapi}. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }
}
