package net.tensamin.omega.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * Requests that JAX-RS or a resource refuses, in SPEC §6's shape and with their headers, such as {@code Allow}. What the
 * exception says stays here: it may name classes.
 */
@Provider
public class RefusalMapper implements ExceptionMapper<WebApplicationException> {
    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(WebApplicationException refusal) {
        Response response = refusal.getResponse();
        int status = response.getStatus();
        if (status < 400 || response.hasEntity()) {
            return response;
        }
        if (status == 500) {
            return FailureMapper.answer(refusal, request);
        }
        return Response.fromResponse(response)
                .type(MediaType.APPLICATION_JSON)
                .entity(ApiError.of(status))
                .build();
    }
}
