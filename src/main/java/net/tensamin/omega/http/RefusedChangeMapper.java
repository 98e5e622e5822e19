package net.tensamin.omega.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import net.tensamin.omega.account.RefusedChangeException;

/** An account that is not changed as asked: why, and which members are at fault (SPEC §6). */
@Provider
public class RefusedChangeMapper implements ExceptionMapper<RefusedChangeException> {
    @Override
    public Response toResponse(RefusedChangeException refused) {
        int status = refused.reason().status();
        return ApiError.of(status)
                .saying(refused.getMessage())
                .about(refused.members())
                .response(status);
    }
}
