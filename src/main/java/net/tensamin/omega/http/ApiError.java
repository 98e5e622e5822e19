package net.tensamin.omega.http;

import jakarta.json.Json;
import jakarta.json.bind.annotation.JsonbPropertyOrder;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The body of every error (SPEC §6).
 *
 * @param status the error's name
 * @param message for people; carries nothing internal
 * @param members what is wrong with which member of the request; null where that is not said, and left out
 */
@JsonbPropertyOrder({"status", "message", "members"})
public record ApiError(String status, String message, Map<String, String> members) {
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
            error(409, "error_conflict", "Something else has it, or needs it."),
            error(412, "error_precondition_failed", "It is not what the request takes it to be."),
            error(413, "error_content_too_large", "The request is too large."),
            error(415, "error_unsupported_media_type", "This path does not take this media type."),
            error(417, "error_expectation_failed", "This path takes no body from this caller."),
            error(422, "error_invalid_content", "Members of the request may not be so."),
            error(428, "error_precondition_required", "Say in If-Match which version is to be changed."),
            error(429, "error_too_many_requests", "Too many requests; try again later."),
            error(500, INTERNAL, "This server failed."),
            error(501, "error_not_implemented", "This server does not do what this method asks for."),
            error(503, "error_unavailable", "Something that this server needs is down; try again later."),
            error(505, "error_version_not_supported", "This server speaks HTTP/1.1."));

    ApiError(String status, String message) {
        this(status, message, null);
    }

    private static Map.Entry<Integer, ApiError> error(int status, String name, String message) {
        return Map.entry(status, new ApiError(name, message));
    }

    /** The error of an HTTP status; those that SPEC does not name become a bad request (4xx) or an internal error (5xx). */
    static ApiError of(int status) {
        return BY_STATUS.getOrDefault(status, BY_STATUS.get(status >= 500 ? 500 : 400));
    }

    /** By HTTP status. */
    public static SortedMap<Integer, ApiError> named() {
        return new TreeMap<>(BY_STATUS);
    }

    /** @param reference what to look for in the log */
    static ApiError internal(String reference) {
        return new ApiError(INTERNAL, "This server failed; its operator finds why under reference " + reference + ".");
    }

    /** The body of an error's answer, where JAX-RS writes none. */
    public static byte[] json(int status) {
        return of(status).json();
    }

    byte[] json() {
        return Json.createObjectBuilder()
                .add("status", status)
                .add("message", message)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    ApiError saying(String otherMessage) {
        return new ApiError(status, otherMessage, members);
    }

    /** @param faulty what is wrong with which member; none for nothing */
    ApiError about(Map<String, String> faulty) {
        return new ApiError(status, message, faulty.isEmpty() ? null : faulty);
    }

    Response response(int httpStatus) {
        return Response.status(httpStatus)
                .type(MediaType.APPLICATION_JSON)
                .entity(this)
                .build();
    }
}
