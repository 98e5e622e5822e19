package net.tensamin.omega.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;
import net.tensamin.omega.outage.Condition;
import net.tensamin.omega.threads.OutOfMemory;

/** An unexpected failure: the caller gets a reference, the log the rest; 503 if only the database cannot do it now, of which {@link
 * net.tensamin.omega.outage.OutageLog} tells. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = System.getLogger(FailureMapper.class.getName());
    private static final String ANSWER = FailureMapper.class.getName();

    @Context
    private HttpServletRequest request;

    @Override
    public Response toResponse(Throwable failure) {
        return answer(failure, request);
    }

    /** One answer for each request, so that it is logged once: Jersey asks twice about an exception of an EJB. */
    static Response answer(Throwable failure, HttpServletRequest request) {
        OutOfMemory.endIf(failure);
        if (request.getAttribute(ANSWER) == null) {
            request.setAttribute(
                    ANSWER, Condition.behind(failure).isPresent() ? unavailable(failure) : internal(failure));
        }
        return (Response) request.getAttribute(ANSWER);
    }

    private static Response unavailable(Throwable failure) {
        LOG.log(Level.DEBUG, "a request could not be answered now: {0}", Condition.reason(failure));
        return ApiError.of(503).response(503);
    }

    private static Response internal(Throwable failure) {
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "request failed, reference " + reference, failure);
        return ApiError.internal(reference).response(500);
    }
}
