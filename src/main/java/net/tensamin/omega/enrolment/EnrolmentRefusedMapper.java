package net.tensamin.omega.enrolment;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Refusals as EST has them: a status, and text for people (RFC 7030 §4.2.3). */
@Provider
public class EnrolmentRefusedMapper implements ExceptionMapper<EnrolmentRefusedException> {
    @Override
    public Response toResponse(EnrolmentRefusedException refused) {
        Response.ResponseBuilder response = Response.status(refused.reason().status())
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("UTF-8"))
                .entity(refused.getMessage() + "\n");
        switch (refused.reason()) {
            case NO_CODE -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Omega enrolment\"");
            case NO_CERTIFICATE -> response.header(HttpHeaders.WWW_AUTHENTICATE, "Certificate");
            case TOO_MANY_REQUESTS ->
                response.header(HttpHeaders.RETRY_AFTER, refused.retryAfter().toSeconds() + 1);
            default -> {}
        }
        return response.build();
    }
}
