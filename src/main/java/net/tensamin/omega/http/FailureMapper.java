package net.tensamin.omega.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.UUID;

/** What nobody expected: the caller gets a reference, the log the rest; 503 when only the database is away. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
    private static final Logger LOG = System.getLogger(FailureMapper.class.getName());

    @Override
    public Response toResponse(Throwable failure) {
        if (DatabaseOutage.isBehind(failure)) {
            LOG.log(Level.WARNING, "a request found the database away: {0}", DatabaseOutage.reason(failure));
            return ApiError.of(503).response(503);
        }
        String reference = UUID.randomUUID().toString();
        LOG.log(Level.ERROR, "request failed, reference " + reference, failure);
        return ApiError.internal(reference).response(500);
    }
}
