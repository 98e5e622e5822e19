package net.tensamin.omega.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.util.stream.Collectors;

/** A request that breaks a declared constraint is a bad one; its message names the members and what they must be. */
@Provider
public class ConstraintMapper implements ExceptionMapper<ConstraintViolationException> {
    @Override
    public Response toResponse(ConstraintViolationException violations) {
        String message = violations.getConstraintViolations().stream()
                .map(ConstraintMapper::describe)
                .sorted()
                .collect(Collectors.joining("; "));
        return ApiError.of(400).saying(message).response(400);
    }

    private static String describe(ConstraintViolation<?> violation) {
        String member = "";
        for (Path.Node node : violation.getPropertyPath()) {
            member = node.getName();
        }
        return member + " " + violation.getMessage();
    }
}
