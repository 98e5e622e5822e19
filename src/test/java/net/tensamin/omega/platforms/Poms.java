package net.tensamin.omega.platforms;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPath;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** The POMs of this repository, as they are written. */
final class Poms {
    private static final XPath PATHS = XPathFactory.newInstance().newXPath();

    private final Document top;
    private final List<Document> modules = new ArrayList<>();

    Poms() throws Exception {
        top = read(new File("pom.xml"));
        for (Element module : all("/project/modules/module", top)) {
            modules.add(read(new File(module.getTextContent(), "pom.xml")));
        }
    }

    /** That of the default, and those that profiles have instead. */
    List<Platform> platforms() throws XPathExpressionException {
        List<Platform> platforms = new ArrayList<>();
        for (Element properties : all("/project//properties[native]", top)) {
            platforms.add(new Platform(text("native", properties), text("native.postgresql", properties)));
        }
        return platforms;
    }

    /** All dependencies of a platform whose names say that they are native. */
    List<Artifact> nativesOf(Platform platform) throws XPathExpressionException {
        String named = "[contains(concat(artifactId, classifier), '${native')]";
        List<Artifact> artifacts = new ArrayList<>();
        for (Document module : modules) {
            for (Element dependency : all("/project/dependencies/dependency" + named, module)) {
                artifacts.add(artifact(dependency, platform));
            }
            for (Element profile : all("/project/profiles/profile[dependencies/dependency" + named + "]", module)) {
                if (platform.is(text("activation/os/family", profile), text("activation/os/name", profile))) {
                    for (Element dependency : all("dependencies/dependency" + named, profile)) {
                        artifacts.add(artifact(dependency, platform));
                    }
                }
            }
        }
        return artifacts;
    }

    private Artifact artifact(Element dependency, Platform platform) throws XPathExpressionException {
        String group = text("groupId", dependency);
        String name = text("artifactId", dependency);
        return new Artifact(
                group,
                platform.fill(name),
                version(group, name, text("version", dependency)),
                platform.fill(text("classifier", dependency)));
    }

    /** Its own, or what is managed for it, or that of its bill of materials. */
    private String version(String group, String name, String own) throws XPathExpressionException {
        String managed = "/project/dependencyManagement//dependency[groupId = '" + group + "']";
        String version = own;
        for (String where : List.of("[artifactId = '" + name + "']", "[type = 'pom']")) {
            if (version.isEmpty()) {
                version = text(managed + where + "/version", top);
            }
        }
        return version.startsWith("${")
                ? text("/project/properties/" + version.substring(2, version.length() - 1), top)
                : version;
    }

    private static Document read(File pom) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom);
    }

    private static List<Element> all(String path, Node from) throws XPathExpressionException {
        NodeList found = (NodeList) PATHS.evaluate(path, from, XPathConstants.NODESET);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    private static String text(String path, Node from) throws XPathExpressionException {
        return PATHS.evaluate(path, from).strip();
    }
}
