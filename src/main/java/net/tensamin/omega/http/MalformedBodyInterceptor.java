package net.tensamin.omega.http;

import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** An unreadable body is the client's fault; JAX-RS would blame the server. */
@Provider
public class MalformedBodyInterceptor implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        try {
            Object read = body.proceed();
            if (read != null && !body.getType().isInstance(read)) { // such as null, where an object is expected
                throw new BadRequestException();
            }
            return read;
        } catch (WebApplicationException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) { // of the parser: also of what is nested too deeply
            throw new BadRequestException(e);
        }
    }
}
