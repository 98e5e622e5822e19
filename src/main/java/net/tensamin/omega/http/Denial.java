package net.tensamin.omega.http;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * Why a caller may not make its call.
 *
 * @param status 401, 403 or 503
 * @param message for people
 */
public record Denial(int status, String message) {
    /** How a caller proves who it is, as a 401 has to say (RFC 9110 §11.6.1). */
    public static final String CHALLENGE = "Certificate";

    /** In the words of the status. */
    public static Denial of(int status) {
        return new Denial(status, ApiError.of(status).message());
    }

    Response response() {
        Response.ResponseBuilder response =
                Response.fromResponse(ApiError.of(status).saying(message).response(status));
        return (status == 401 ? response.header(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE) : response).build();
    }

    /** The body of its answer, where JAX-RS writes none. */
    public byte[] json() {
        return ApiError.of(status).saying(message).json();
    }
}
