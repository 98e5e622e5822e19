package net.tensamin.omega.http;

import jakarta.json.Json;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The body of every error (SPEC §6).
 *
 * @param status the error's name
 * @param message for people; carries nothing internal
 */
public record ApiError(String status, String message) {
    private static final String INTERNAL = "error_internal";

    private static final Map<Integer, ApiError> BY_STATUS = Map.ofEntries(
            error(400, "error_bad_request", "Something in the request is malformed."),
            error(
                    401,
                    "error_not_authenticated",
                    "This call needs a client certificate that names a user or operator."),
            error(403, "error_forbidden", "This is not for the holder of this certificate."),
            error(404, "error_not_found", "There is nothing here."),
            error(405, "error_method_not_allowed", "This path does not answer this method."),
            error(406, "error_not_acceptable", "The answer is JSON, which the request does not accept."),
            error(408, "error_request_timeout", "The request did not come in time."),
            error(413, "error_content_too_large", "The request is too large."),
            error(415, "error_unsupported_media_type", "This path does not take this media type."),
            error(417, "error_expectation_failed", "This path takes no body from this caller."),
            error(429, "error_too_many_requests", "Too many requests; try again later."),
            error(503, "error_unavailable", "Something that this server needs is down; try again later."),
            error(505, "error_version_not_supported", "This server speaks HTTP/1.1."));

    private static Map.Entry<Integer, ApiError> error(int status, String name, String message) {
        return Map.entry(status, new ApiError(name, message));
    }

    /** The error of an HTTP status; those that SPEC does not name become a bad request (4xx) or an internal error (5xx). */
    static ApiError of(int status) {
        ApiError error = BY_STATUS.get(status);
        if (error != null) {
            return error;
        }
        return status >= 500 ? new ApiError(INTERNAL, "This server failed.") : BY_STATUS.get(400);
    }

    /** @param reference what to look for in the log */
    static ApiError internal(String reference) {
        return new ApiError(INTERNAL, "This server failed; its operator finds why under reference " + reference + ".");
    }

    /** The body of an error's answer, where JAX-RS writes none. */
    public static byte[] json(int status) {
        ApiError error = of(status);
        return Json.createObjectBuilder()
                .add("status", error.status())
                .add("message", error.message())
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    ApiError saying(String otherMessage) {
        return new ApiError(status, otherMessage);
    }

    Response response(int httpStatus) {
        return Response.status(httpStatus)
                .type(MediaType.APPLICATION_JSON)
                .entity(this)
                .build();
    }
}
