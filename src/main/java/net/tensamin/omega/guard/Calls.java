package net.tensamin.omega.guard;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import net.tensamin.omega.account.TakesBody;

/** The calls that take a body, as their resources {@linkplain TakesBody say}. */
@ApplicationScoped
class Calls {
    private final List<Call> calls;

    /** For the client proxy. */
    Calls() {
        calls = null;
    }

    @Inject
    Calls(BeanManager beans) {
        this(beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class))
                .toList());
    }

    Calls(Collection<Class<?>> resources) {
        calls = resources.stream().flatMap(Calls::of).toList();
    }

    private record Call(String method, Pattern path, TakesBody takes) {
        private boolean isOf(RequestHead request) {
            return method.equals(request.method())
                    && path.matcher(request.path()).matches();
        }
    }

    /** @param caller asked only if it matters; null within for nobody */
    BodyRule rule(RequestHead request, Supplier<Optional<? extends Principal>> caller) {
        return calls.stream()
                .filter(call -> call.isOf(request))
                .findFirst()
                .map(call -> rule(call.takes(), caller.get().orElse(null)))
                .orElse(BodyRule.UNEXPECTED);
    }

    private static BodyRule rule(TakesBody takes, Principal caller) {
        if (takes.from().admits(caller)) {
            return BodyRule.takes(takes.most());
        }
        return BodyRule.refused(caller == null ? 401 : 403);
    }

    private static Stream<Call> of(Class<?> resource) {
        return Arrays.stream(resource.getMethods())
                .filter(method -> method.isAnnotationPresent(TakesBody.class))
                .map(method -> new Call(verb(method), path(resource, method), method.getAnnotation(TakesBody.class)));
    }

    private static String verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(each -> each.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(method + " takes a body and answers no method"));
    }

    /** Members of the path are any text here: what is refused later is refused later. */
    private static Pattern path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        String template = resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
        return Pattern.compile(Stream.of(template.split("/"))
                .filter(part -> !part.isEmpty())
                .map(part -> "/" + (part.startsWith("{") ? "[^/]+" : Pattern.quote(part)))
                .reduce("", String::concat));
    }
}
