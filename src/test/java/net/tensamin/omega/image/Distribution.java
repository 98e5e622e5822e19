package net.tensamin.omega.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import net.tensamin.omega.testing.OmegaDeployment;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** {@code omega-server.tar.gz} as {@code mvn package -Pdist} makes it, of what this build has made, by what its descriptor says. */
final class Distribution {
    private static final Path DESCRIPTOR = Path.of("src/systemd/assembly.xml");

    private Distribution() {}

    /** @param target where built files are */
    static void pack(Path target, Path archive) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("omega-server-");
        try {
            Path omega = Files.createDirectory(folder.resolve("omega"));
            for (Element set : elements(descriptor(), "fileSet")) {
                Path from = Path.of(text(set, "directory")
                        .replace("${omega.top}/target", target.toString())
                        .replace("${omega.top}", "."));
                for (Element include : elements(set, "include")) {
                    Path file =
                            Files.copy(from.resolve(include.getTextContent()), omega.resolve(include.getTextContent()));
                    Files.setPosixFilePermissions(
                            file,
                            PosixFilePermissions.fromString(
                                    text(set, "fileMode").equals("0755") ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
            Files.createDirectories(archive.getParent());
            Process tar = new ProcessBuilder(
                            "tar", "--create", "--use-compress-program=gzip -1", "--file", archive.toString(), "omega")
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            if (!tar.waitFor(2, TimeUnit.MINUTES) || tar.exitValue() != 0) {
                tar.destroyForcibly();
                throw new IOException("tar failed");
            }
        } finally {
            OmegaDeployment.clear(folder);
        }
    }

    private static Element descriptor() throws IOException {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(DESCRIPTOR.toFile())
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    private static Iterable<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        return () -> IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .iterator();
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).iterator().next().getTextContent();
    }
}
