package net.tensamin.omega.cli.accounts;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import net.tensamin.omega.cli.ExitCode;
import net.tensamin.omega.cli.Failure;
import net.tensamin.omega.cli.https.OmegaHttps;

/** Says what an account has: its members, and files, each of which has a call of its own. */
abstract class WritingCommand extends AccountCommand {
    WritingCommand(Kind kind) {
        super(kind);
    }

    final Members members() {
        Members members = new Members();
        given(kind.members()).forEach(member -> member.addTo(members, value(member)));
        return members;
    }

    /** What was given, by what it is. */
    final Map<Member, byte[]> files() {
        Map<Member, byte[]> files = new HashMap<>();
        given(kind.files()).forEach(member -> files.put(member, read((Path) value(member))));
        return files;
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Failure(ExitCode.USAGE, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    final void give(OmegaHttps https, long id, Map<Member, byte[]> files) {
        files.forEach((member, content) -> https.json(https.request(kind.path(id) + "/" + member.name())
                .header("Content-Type", "application/octet-stream")
                .PUT(BodyPublishers.ofByteArray(content))
                .build()));
    }

    static HttpRequest body(HttpRequest.Builder request, String method, String type, JsonObject body) {
        return request.header("Content-Type", type)
                .method(method, BodyPublishers.ofString(body.toString()))
                .build();
    }
}
