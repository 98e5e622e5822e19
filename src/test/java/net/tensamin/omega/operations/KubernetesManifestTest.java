package net.tensamin.omega.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import net.tensamin.omega.testing.SitePage;
import net.tensamin.omega.testing.TestConfig;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifest for Kubernetes is YAML, and goes with the image and the keys that it configures. */
class KubernetesManifestTest {
    private static final LoaderOptions STRICT = new LoaderOptions();

    static {
        STRICT.setAllowDuplicateKeys(false);
    }

    private final List<Map<String, Object>> objects = read();

    private static List<Map<String, Object>> read() {
        try {
            String text = Files.readString(Path.of("src/kubernetes/omega.yaml"));
            Iterable<Object> documents = new Yaml(new SafeConstructor(STRICT)).loadAll(text);
            return StreamSupport.stream(documents.spliterator(), false)
                    .map(KubernetesManifestTest::map)
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fails for a field that Kubernetes does not know, at any depth, for one of another kind, and for one that lacks. */
    @Test
    void kubernetesKnowsEveryFieldOfIt() throws IOException {
        for (Map<String, Object> object : objects) {
            JsonElement json = new Gson().toJsonTree(object);
            switch (object.get("apiVersion") + " " + object.get("kind")) {
                case "v1 Service" -> V1Service.validateJsonElement(json);
                case "apps/v1 StatefulSet" -> V1StatefulSet.validateJsonElement(json);
                case "policy/v1 PodDisruptionBudget" -> V1PodDisruptionBudget.validateJsonElement(json);
                case "networking.k8s.io/v1 NetworkPolicy" -> V1NetworkPolicy.validateJsonElement(json);
                default -> fail("neither expected nor checked: " + object);
            }
        }
        container().put("readynessProbe", container().remove("readinessProbe"));
        JsonElement misspelt = new Gson().toJsonTree(objects.get(3));
        assertThrows(IllegalArgumentException.class, () -> V1StatefulSet.validateJsonElement(misspelt));
    }

    @Test
    void aNodeIsNotKilledBeforeItHasDrainedAndRunsAsTheUserOfTheImage() throws IOException {
        Map<String, Object> pod = map(at(objects.get(3), "spec", "template", "spec"));
        Duration grace = Duration.ofSeconds((int) pod.get("terminationGracePeriodSeconds"));
        Duration drain = DrainSettings.from(new TestConfig(Map.of())).stopWithin();
        assertTrue(grace.compareTo(drain.multipliedBy(2)) > 0, () -> grace + " for a drain of " + drain);
        int user = (int) at(pod, "securityContext", "runAsUser");
        assertTrue(Files.readString(Path.of("Dockerfile")).contains("useradd --uid " + user + " "));
        assertEquals(Boolean.FALSE, pod.get("enableServiceLinks"));
    }

    @Test
    void everyNodeIsAMemberThatTheOthersFind() {
        int replicas = (int) at(objects.get(3), "spec", "replicas");
        String members = IntStream.range(0, replicas)
                .mapToObj(i -> "omega-" + i + ".omega-nodes:6900")
                .collect(Collectors.joining(","));
        assertTrue(list(container().get("args")).contains("-Domega.cluster.members=" + members));
    }

    @Test
    void itHasWhatANodeNeedsAroundIt() {
        assertEquals(
                List.of("Service", "Service", "Service", "StatefulSet", "PodDisruptionBudget", "NetworkPolicy"),
                objects.stream().map(object -> object.get("kind")).toList());
        for (Map<String, Object> service : objects.subList(0, 3)) {
            assertEquals(Map.of("app", "omega"), at(service, "spec", "selector"));
        }
        assertEquals(
                "UDP", map(list(at(objects.get(1), "spec", "ports")).get(0)).get("protocol"));
        assertEquals(at(objects.get(3), "spec", "serviceName"), at(objects.get(0), "metadata", "name"));
    }

    @Test
    void everyProbeAsksWhatTheServerAnswersOnAPortThatItOpens() {
        for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            Map<String, Object> get = map(at(container(), probe, "httpGet"));
            assertTrue(List.of("/health/started", "/ready/quic", "/health/live").contains(get.get("path")), probe);
            assertEquals("https", get.get("port"));
            assertEquals("HTTPS", get.get("scheme"));
        }
        assertEquals(
                Map.of("quic", 9189, "https", 9188, "grid", 6900),
                list(container().get("ports")).stream()
                        .map(KubernetesManifestTest::map)
                        .collect(Collectors.toMap(port -> port.get("name"), port -> port.get("containerPort"))));
    }

    @Test
    void theStartupProbeIsMorePatientThanTheStart() throws IOException {
        Map<String, Object> probe = map(container().get("startupProbe"));
        Duration allowed =
                Duration.ofSeconds((int) probe.get("periodSeconds")).multipliedBy((int) probe.get("failureThreshold"));
        Matcher wait = Pattern.compile("\\| `omega\\.db\\.wait` \\| `(\\w+)`")
                .matcher(new SitePage("configuration.md").text());
        assertTrue(wait.find());
        assertTrue(allowed.compareTo(Duration.parse(wait.group(1)).plusMinutes(1)) > 0, allowed::toString);
    }

    @Test
    void everyVariableIsAKeyOfTheProgramAndEveryFileIsInTheImage() throws IOException {
        String keys = new SitePage("configuration.md").text();
        String image = Files.readString(Path.of("Dockerfile"));
        list(container().get("env")).stream()
                .map(variable -> map(variable).get("name").toString())
                .filter(name -> name.startsWith("OMEGA_"))
                .map(name -> name.substring("OMEGA_".length())
                        .toLowerCase(Locale.ROOT)
                        .split("_")[0])
                .forEach(component -> assertTrue(
                        keys.contains("| `omega." + component + ".") || keys.contains("| `omega." + component + "`"),
                        component));
        list(container().get("args")).stream()
                .map(Object::toString)
                .filter(word -> word.matches("/opt/omega/.*"))
                .forEach(file -> assertTrue(image.contains(file.substring("/opt/omega/".length())), file));
    }

    private Map<String, Object> container() {
        return map(list(at(objects.get(3), "spec", "template", "spec", "containers"))
                .get(0));
    }

    private static Object at(Object object, String... path) {
        Object found = object;
        for (String name : path) {
            found = map(found).get(name);
        }
        return found;
    }

    @SuppressWarnings("unchecked") // what YAML calls a mapping
    private static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }

    private static List<?> list(Object object) {
        return (List<?>) object;
    }
}
