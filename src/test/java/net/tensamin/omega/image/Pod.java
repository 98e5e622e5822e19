package net.tensamin.omega.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What the manifest says of a pod, and what the cluster then gives it: secrets, volumes, its address, the others' names. */
final class Pod {
    private static final String ADDRESS = "127.0.0.1";
    private static final Map<String, String> SECRETS = Map.of(
            "administrators", "ada",
            "cluster-secret", "0123456789abcdef0123456789abcdef",
            "pki-password", Keys.PASSWORD,
            "db-url", "jdbc:h2:mem:pod",
            "db-user", "omega",
            "db-password", "any");

    private final Map<String, Object> spec;

    private Pod(Map<String, Object> spec) {
        this.spec = spec;
    }

    static Pod read(Path manifest) throws IOException {
        Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
        return StreamSupport.stream(yaml.loadAll(Files.readString(manifest)).spliterator(), false)
                .map(Pod::map)
                .filter(object -> object.get("kind").equals("StatefulSet"))
                .map(set ->
                        new Pod(map(map(map(set.get("spec")).get("template")).get("spec"))))
                .findFirst()
                .orElseThrow();
    }

    int user() {
        return (int) map(spec.get("securityContext")).get("runAsUser");
    }

    List<Integer> groups() {
        return List.of((int) map(spec.get("securityContext")).get("fsGroup"));
    }

    boolean hasReadOnlyRoot() {
        return (boolean) map(container().get("securityContext")).get("readOnlyRootFilesystem");
    }

    List<String> arguments() {
        Map<String, String> variables = environment();
        return ((List<?>) container().get("args"))
                .stream()
                        .map(word -> Pattern.compile("\\$\\((\\w+)\\)")
                                .matcher(word.toString())
                                .replaceAll(found -> variables.get(found.group(1))))
                        .toList();
    }

    /** Paths that are asked over HTTPS. */
    List<String> probes() {
        return List.of("startupProbe", "readinessProbe", "livenessProbe").stream()
                .map(probe -> map(map(container().get(probe)).get("httpGet"))
                        .get("path")
                        .toString())
                .toList();
    }

    Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Object each : (List<?>) container().get("env")) {
            Map<String, Object> one = map(each);
            value(one).ifPresent(value -> variables.put(one.get("name").toString(), value));
        }
        return variables;
    }

    /** @return empty for a secret that need not be there, and is not */
    private static Optional<String> value(Map<String, Object> variable) {
        if (variable.containsKey("value")) {
            return Optional.of(variable.get("value").toString());
        }
        Map<String, Object> from = map(variable.get("valueFrom"));
        if (from.containsKey("fieldRef")) {
            return Optional.of(ADDRESS);
        }
        Map<String, Object> reference = map(from.get("secretKeyRef"));
        Optional<String> secret = Optional.ofNullable(SECRETS.get(reference.get("key")));
        if (secret.isEmpty() && !Boolean.TRUE.equals(reference.get("optional"))) {
            throw new IllegalStateException("no such secret: " + variable);
        }
        return secret;
    }

    /** Shell script: as kubelet mounts them, for the group of {@link #groups}. @param secrets has {@code secret-<name>}s */
    List<String> mounts(Path secrets) {
        List<String> lines = new ArrayList<>();
        for (Object each : (List<?>) container().get("volumeMounts")) {
            Map<String, Object> mount = map(each);
            String path = "$R" + mount.get("mountPath");
            Map<String, Object> volume = volume(mount.get("name"));
            lines.add("mkdir -p " + path);
            lines.add("mount -t tmpfs -o mode=2777,uid=0,gid=" + groups().get(0) + " none " + path);
            if (volume.containsKey("secret")) {
                Object name = map(volume.get("secret")).get("secretName");
                lines.add("cp " + secrets.resolve("secret-" + name) + "/* " + path);
                lines.add("chmod 440 " + path + "/*; chgrp " + groups().get(0) + " " + path + "/*");
            }
            if (Boolean.TRUE.equals(mount.get("readOnly"))) {
                lines.add("mount -o remount,ro " + path);
            }
        }
        Path hosts = secrets.resolve("hosts");
        lines.add("{ cat $R/etc/hosts; echo '" + ADDRESS + " omega-0.omega-nodes nowhere.invalid'; } > " + hosts);
        lines.add("chmod 644 " + hosts + "; mount --bind " + hosts + " $R/etc/hosts");
        return lines;
    }

    private Map<String, Object> volume(Object name) {
        return ((List<?>) spec.get("volumes"))
                .stream()
                        .map(Pod::map)
                        .filter(volume -> volume.get("name").equals(name))
                        .findFirst()
                        .orElseThrow();
    }

    private Map<String, Object> container() {
        return map(((List<?>) spec.get("containers")).get(0));
    }

    @SuppressWarnings("unchecked") // what YAML calls a mapping
    private static Map<String, Object> map(Object object) {
        return (Map<String, Object>) object;
    }
}
