package net.tensamin.omega.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import net.tensamin.omega.testing.OmegaDeployment;

/** All that the API has, by its own annotations, and the ways in which a path can be written that is meant to look like another. */
final class PathTricks {
    private static final String BODY = "{}";

    private PathTricks() {}

    /**
     * @param path from the root, without the slash before it
     * @param type of the body that it takes
     */
    record Call(String method, String path, String type) {
        private static Call reading(String path) {
            return new Call(HttpMethod.GET, path, MediaType.TEXT_PLAIN);
        }

        @Override
        public String toString() {
            return method + " /" + path;
        }

        boolean isOfOperations() {
            return path.startsWith("api/operations/");
        }

        boolean reads() {
            return method.equals(HttpMethod.GET);
        }
    }

    /** Those of JAX-RS, so that a new one is among them, and what is served by a filter. */
    static Stream<Call> calls() {
        return Stream.concat(ofResources(), Stream.of("metrics", "metrics/base").map(Call::reading));
    }

    private static Stream<Call> ofResources() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("net.tensamin.omega")
                        .stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .map(JavaClass::reflect)
                        .flatMap(type -> Arrays.stream(type.getMethods()).flatMap(method -> calls(type, method)))
                        .distinct();
    }

    private static Stream<Call> calls(Class<?> type, Method method) {
        Path own = method.getAnnotation(Path.class);
        String path = type.getAnnotation(Path.class).value() + (own == null ? "" : "/" + own.value());
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(annotation -> annotation.isAnnotationPresent(HttpMethod.class))
                .map(annotation -> annotation.getAnnotation(HttpMethod.class).value())
                .map(name ->
                        new Call(name, path.replace("{device_id}", "5f3a").replaceAll("\\{\\w+}", "42"), type(method)));
    }

    private static String type(Method method) {
        Consumes consumes = method.getAnnotation(Consumes.class);
        return consumes == null ? MediaType.APPLICATION_JSON : consumes.value()[0];
    }

    /** The same path, or what some part of a server may take for it. */
    static Map<String, String> written(String path) {
        int first = path.indexOf('/') < 0 ? path.length() : path.indexOf('/');
        String head = path.substring(0, first);
        String rest = path.substring(first);
        int last = path.lastIndexOf('/') < 0 ? path.length() : path.lastIndexOf('/');
        Map<String, String> ways = new LinkedHashMap<>();
        ways.put("a matrix parameter at the beginning", "/" + head + ";x" + rest);
        ways.put("a matrix parameter inside", "/" + path.substring(0, last) + ";x=y" + path.substring(last));
        ways.put("a matrix parameter at the end", "/" + path + ";x");
        ways.put("matrix parameters everywhere", "/" + path.replace("/", ";x/") + ";x");
        ways.put("a dot", "/" + head + "/." + rest);
        ways.put("out of nowhere", "/x/../" + path);
        ways.put("out of health", "/health/../" + path);
        ways.put("out of the documents with a matrix parameter", "/docs/..;x/" + path);
        ways.put("out of metrics, encoded", "/metrics/%2e%2e/" + path);
        ways.put("out of the documents", "/docs/../" + path);
        ways.put("a letter encoded", "/%" + Integer.toHexString(path.charAt(0)) + path.substring(1));
        ways.put("each letter encoded", "/" + encoded(path));
        ways.put("a letter encoded twice", "/%25" + Integer.toHexString(path.charAt(0)) + path.substring(1));
        ways.put("two slashes", "//" + path);
        ways.put("two slashes inside", "/" + head + "/" + rest);
        ways.put("a slash at the end", "/" + path + "/");
        ways.put(
                "a slash encoded",
                "/" + path.substring(0, last) + "%2f" + path.substring(last).replaceFirst("/", ""));
        ways.put("a backslash", "/" + head + "\\" + rest.replaceFirst("/", ""));
        ways.put("upper case", "/" + head.toUpperCase() + rest);
        return ways;
    }

    private static String encoded(String path) {
        return path.chars()
                .mapToObj(letter -> letter == '/' ? "/" : "%" + Integer.toHexString(letter))
                .collect(Collectors.joining());
    }

    /** The status that it gets, written so. */
    static int status(SSLContext caller, Call call, String written, String... headers) throws Exception {
        String head = call.method() + " " + written + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + Arrays.stream(headers).map(header -> header + "\r\n").collect(Collectors.joining());
        String request = call.reads()
                ? head + "\r\n"
                : head + "Content-Type: " + call.type() + "\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        int port = OmegaDeployment.https().getPort();
        try (SSLSocket tls = (SSLSocket) caller.getSocketFactory().createSocket("localhost", port)) {
            tls.setTcpNoDelay(true); // otherwise each request waits 40 ms for an acknowledgement of the handshake
            tls.setSoTimeout(30_000);
            tls.getOutputStream().write(request.getBytes(ISO_8859_1));
            String line = new BufferedReader(new InputStreamReader(tls.getInputStream(), ISO_8859_1)).readLine();
            return Integer.parseInt(line.split(" ")[1]);
        }
    }
}
