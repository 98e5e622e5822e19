package net.tensamin.omega.http;

import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import net.tensamin.omega.account.UnknownUserException;

/** A user that does not exist is not found (SPEC §6). */
@Provider
public class UnknownUserMapper implements ExceptionMapper<UnknownUserException> {
    @Override
    public Response toResponse(UnknownUserException unknown) {
        return ApiError.of(404).saying("There is no such user.").response(404);
    }
}
