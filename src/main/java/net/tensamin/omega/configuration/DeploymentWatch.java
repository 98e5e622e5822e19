package net.tensamin.omega.configuration;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Ends Payara Micro when it could not deploy Omega for a reason that nothing foresaw: it would go on without it, take
 * connections and fail each. Payara's classes are looked up, as they are on no other server.
 */
final class DeploymentWatch {
    private DeploymentWatch() {}

    static void begin() throws ReflectiveOperationException {
        Ending ending = Ending.of(StartFailure.configuration("the server could not deploy it, as the lines above say"));
        Class<?> listeners = Class.forName("org.glassfish.api.event.EventListener");
        Class<?> event = Class.forName("org.glassfish.api.event.EventListener$Event");
        Class<?> types = Class.forName("org.glassfish.api.event.EventTypes");
        Object failure = Class.forName("org.glassfish.internal.deployment.Deployment")
                .getField("DEPLOYMENT_FAILURE")
                .get(null);
        InvocationHandler handler = (proxy, method, arguments) -> switch (method.getName()) {
            case "event" -> {
                if (Boolean.TRUE.equals(event.getMethod("is", types).invoke(arguments[0], failure))) {
                    ending.run();
                }
                yield null;
            }
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> DeploymentWatch.class.getName();
        };
        Object watch =
                Proxy.newProxyInstance(DeploymentWatch.class.getClassLoader(), new Class<?>[] {listeners}, handler);
        Class<?> events = Class.forName("org.glassfish.api.event.Events");
        Object all = Class.forName("org.glassfish.internal.api.Globals")
                .getMethod("get", Class.class)
                .invoke(null, events);
        events.getMethod("register", listeners).invoke(all, watch);
    }
}
