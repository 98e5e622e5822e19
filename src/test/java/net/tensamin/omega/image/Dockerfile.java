package net.tensamin.omega.image;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the repository's Dockerfile says of the image that it makes, its last stage. */
final class Dockerfile {
    private final List<Instruction> lastStage;

    private Dockerfile(List<Instruction> lastStage) {
        this.lastStage = lastStage;
    }

    /** @param name in capitals, such as {@code COPY} */
    record Instruction(String name, String rest) {
        static Instruction of(String line) {
            String[] parts = line.strip().split("\\s+", 2);
            return new Instruction(parts[0], parts[1]);
        }

        boolean is(String other) {
            return name.equals(other);
        }

        List<String> words() {
            return List.of(rest.split("\\s+"));
        }
    }

    static Dockerfile read(Path file) throws IOException {
        String text = Files.readString(file).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n", " ");
        List<Instruction> all = text.lines()
                .filter(line -> !line.isBlank())
                .map(Instruction::of)
                .toList();
        int last = all.lastIndexOf(all.stream()
                .filter(one -> one.is("FROM"))
                .reduce((one, next) -> next)
                .orElseThrow());
        return new Dockerfile(all.subList(last, all.size()));
    }

    List<Instruction> instructions() {
        return lastStage;
    }

    /** The words of the exec form. */
    List<String> entrypoint() {
        return List.of(new Gson().fromJson(only("ENTRYPOINT"), String[].class));
    }

    String user() {
        return only("USER");
    }

    String workingDirectory() {
        return only("WORKDIR");
    }

    String volume() {
        return only("VOLUME");
    }

    /** A command of the shell. */
    String healthCheck() {
        return only("HEALTHCHECK").replaceFirst(".* CMD ", "");
    }

    /** Each as {@code name=value}. */
    List<String> environment() {
        return named("ENV").flatMap(one -> one.words().stream()).toList();
    }

    private String only(String name) {
        String[] found = named(name).map(Instruction::rest).toArray(String[]::new);
        if (found.length != 1) {
            throw new IllegalStateException(name + " in the last stage: " + Arrays.toString(found));
        }
        return found[0];
    }

    private Stream<Instruction> named(String name) {
        return lastStage.stream().filter(one -> one.is(name));
    }
}
