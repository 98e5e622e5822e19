package net.tensamin.omega.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.LongFunction;
import net.tensamin.omega.account.IotaId;
import net.tensamin.omega.account.OmikronId;
import net.tensamin.omega.account.UserId;

/** Ids of accounts in paths. A malformed one is a bad request, where JAX-RS by itself would say not found. */
@Provider
public class IdParameter implements ParamConverterProvider {
    private static final Map<Class<?>, LongFunction<?>> IDS =
            Map.of(UserId.class, UserId::new, IotaId.class, IotaId::new, OmikronId.class, OmikronId::new);

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        LongFunction<?> id = IDS.get(type);
        return id == null ? null : new Converter<>((LongFunction<T>) id);
    }

    private record Converter<T>(LongFunction<T> id) implements ParamConverter<T> {
        /** @param digits null for a parameter that is not there, of which Jersey asks too */
        @Override
        public T fromString(String digits) {
            if (digits == null) {
                return null;
            }
            try {
                return id.apply(UserId.parse(digits).value());
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(ApiError.of(400)
                        .saying("An id is a positive 64-bit number in decimal digits.")
                        .response(400));
            }
        }

        @Override
        public String toString(T some) {
            return some.toString();
        }
    }
}
