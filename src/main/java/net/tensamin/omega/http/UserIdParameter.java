package net.tensamin.omega.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import net.tensamin.omega.account.UserId;

/** User ids in paths. A malformed one is a bad request, where JAX-RS by itself would say not found. */
@Provider
public class UserIdParameter implements ParamConverterProvider {
    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        return type == UserId.class ? (ParamConverter<T>) new Converter() : null;
    }

    private static class Converter implements ParamConverter<UserId> {
        @Override
        public UserId fromString(String digits) {
            try {
                return UserId.parse(digits);
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(ApiError.of(400)
                        .saying("A user id is a positive 64-bit number in decimal digits.")
                        .response(400));
            }
        }

        @Override
        public String toString(UserId user) {
            return user.toString();
        }
    }
}
