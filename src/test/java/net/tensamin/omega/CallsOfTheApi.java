package net.tensamin.omega;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;

/**
 * What JAX-RS makes of the resources.
 *
 * @param path with the names of its parameters
 * @param need empty where the method does not say it
 */
public record CallsOfTheApi(String method, String path, Optional<Need> need) {

    /** Those of the server. */
    public static List<CallsOfTheApi> all() {
        return of(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("net.tensamin.omega"));
    }

    static List<CallsOfTheApi> of(JavaClasses all) {
        return all.stream()
                .filter(type -> type.isAnnotatedWith(Path.class))
                .map(JavaClass::reflect)
                .flatMap(CallsOfTheApi::of)
                .toList();
    }

    private static Stream<CallsOfTheApi> of(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods()).flatMap(method -> verbs(method)
                .map(verb -> new CallsOfTheApi(
                        verb,
                        path(resource, method),
                        Optional.ofNullable(method.getAnnotation(Needs.class)).map(Needs::value))));
    }

    private static Stream<String> verbs(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(each -> each.annotationType().getAnnotation(HttpMethod.class))
                .filter(verb -> verb != null)
                .map(HttpMethod::value);
    }

    private static String path(Class<?> resource, Method method) {
        Path own = method.getAnnotation(Path.class);
        return "/" + resource.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
    }

    public boolean isForOperatorsOnly() {
        return need.filter(of -> of.role().isPresent() && of != Need.ITSELF_OR_OPERATE)
                .isPresent();
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
