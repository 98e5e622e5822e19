package net.tensamin.omega.platforms;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** @param classifier empty where there is none */
record Artifact(String group, String name, String version, String classifier) {
    private static final String POM = """
            <project xmlns="http://maven.apache.org/POM/4.0.0">
              <modelVersion>4.0.0</modelVersion>
              <parent>
                <groupId>net.tensamin</groupId>
                <artifactId>omega-parent</artifactId>
                <version>0.1.0-SNAPSHOT</version>
                <relativePath>../../pom.xml</relativePath>
              </parent>
              <artifactId>omega-platforms</artifactId>
              <packaging>pom</packaging>
              <dependencies>%s</dependencies>
            </project>
            """;

    /** A project that depends on these by themselves, without what they depend on. */
    static String pom(List<Artifact> artifacts) {
        return POM.formatted(artifacts.stream().map(Artifact::dependency).collect(Collectors.joining("\n")));
    }

    private String dependency() {
        return "<dependency>" + element("groupId", group) + element("artifactId", name) + element("version", version)
                + element("classifier", classifier)
                + "<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>";
    }

    private static String element(String name, String value) {
        return value.isEmpty() ? "" : "<" + name + ">" + value + "</" + name + ">";
    }

    /** @param repository Maven's own, on this machine */
    boolean isIn(Path repository) {
        String file = name + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + ".jar";
        return Files.exists(repository
                .resolve(group.replace('.', '/'))
                .resolve(name)
                .resolve(version)
                .resolve(file));
    }

    /** Whether Maven, by what it printed, was told that there is no such artifact. */
    boolean isUnpublished(String printed) {
        String coordinates = group + ":" + name + ":jar:" + (classifier.isEmpty() ? "" : classifier + ":");
        return Pattern.compile("(Could not find artifact " + Pattern.quote(coordinates) + "|"
                        + Pattern.quote(coordinates) + "\\S+ was not found in)")
                .matcher(printed)
                .find();
    }

    @Override
    public String toString() {
        return name + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
