package net.tensamin.omega.description;

import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import net.tensamin.omega.account.Refuses;
import net.tensamin.omega.account.Sender;
import net.tensamin.omega.account.TakesBody;

/** A call of the API by the method that answers it. */
record DescribedCall(Method method) {

    /** @param name of the class and of the method, with an underscore between */
    static DescribedCall of(String name) {
        int end = name.lastIndexOf('_');
        String called = name.substring(end + 1);
        try {
            return new DescribedCall(
                    Arrays.stream(Class.forName(name.substring(0, end)).getDeclaredMethods())
                            .filter(method -> method.getName().equals(called) && isCall(method))
                            .findFirst()
                            .orElseThrow(() -> new IllegalStateException("no call is " + name)));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isCall(Method method) {
        return Arrays.stream(method.getAnnotations())
                .anyMatch(each -> each.annotationType().isAnnotationPresent(HttpMethod.class));
    }

    String name() {
        return method.getName();
    }

    Need need() {
        return method.getAnnotation(Needs.class).value();
    }

    /** Whether it tells a device by the code that an operator has given out, and not by a certificate. */
    boolean isOpenToCodes() {
        return need() == Need.ENROLMENT && method.getAnnotation(TakesBody.class).from() == Sender.ANYBODY;
    }

    /** All statuses by which it may be refused. */
    Set<Integer> refusals() {
        Set<Integer> statuses = new TreeSet<>(Set.of(400, 406, 429, 500, 503));
        if (need() != Need.NOTHING) {
            statuses.addAll(Set.of(401, 403));
        }
        if (method.isAnnotationPresent(TakesBody.class)) {
            statuses.addAll(Set.of(408, 413, 415));
        }
        if (method.isAnnotationPresent(Refuses.class)) {
            Arrays.stream(method.getAnnotation(Refuses.class).value()).forEach(statuses::add);
        }
        return statuses;
    }
}
