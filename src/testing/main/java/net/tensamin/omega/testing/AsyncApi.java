package net.tensamin.omega.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One channel of the AsyncAPI document that the server serves: what Omega says it receives and sends there. */
public final class AsyncApi {
    private static final Path DOCUMENT = Path.of("src/main/webapp/docs/asyncapi.yaml");
    private static final JsonSchemaFactory SCHEMAS = JsonSchemaFactory.getInstance(VersionFlag.V202012);

    private final JsonNode document;
    private final String channel;

    private AsyncApi(JsonNode document, String channel) {
        this.document = document;
        this.channel = channel;
    }

    public static AsyncApi channel(String name) {
        try {
            return new AsyncApi(new YAMLMapper().readTree(DOCUMENT.toFile()), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JSON of every example of what Omega receives. */
    public List<String> examplesReceived() {
        return examples(received());
    }

    /** The types of what Omega sends, by itself or as a reply. */
    public Set<String> typesSent() {
        return sent().flatMap(message -> types(message.at("/payload/properties/type")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public boolean receives(String json) {
        return received().anyMatch(message -> fits(json, message));
    }

    public boolean sends(String json) {
        return sent().anyMatch(message -> fits(json, message));
    }

    /** Every message of the channel that an example of its own does not fit. */
    public List<String> brokenExamples() {
        return Stream.concat(received(), sent())
                .flatMap(message -> examples(Stream.of(message)).stream().filter(example -> !fits(example, message)))
                .toList();
    }

    public Set<Integer> closeCodes() {
        Iterator<String> codes =
                document.at("/channels/" + channel + "/x-close-codes").fieldNames();
        return stream(() -> codes).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private Stream<JsonNode> received() {
        return operations().filter(operation -> is("receive", operation)).flatMap(this::messages);
    }

    private Stream<JsonNode> sent() {
        return operations()
                .flatMap(operation -> Stream.concat(
                        is("send", operation) ? messages(operation) : Stream.empty(),
                        messages(operation.path("reply"))));
    }

    private static boolean is(String action, JsonNode operation) {
        return operation.path("action").asText().equals(action);
    }

    private Stream<JsonNode> operations() {
        return stream(document.path("operations"))
                .filter(operation -> operation.at("/channel/$ref").asText().equals("#/channels/" + channel));
    }

    private Stream<JsonNode> messages(JsonNode operation) {
        return stream(operation.path("messages")).map(this::resolved);
    }

    private static List<String> examples(Stream<JsonNode> messages) {
        return messages.flatMap(message -> stream(message.path("examples")))
                .map(example -> example.path("payload").toString())
                .toList();
    }

    private static Stream<String> types(JsonNode type) {
        return type.has("const")
                ? Stream.of(type.path("const").asText())
                : stream(type.path("enum")).map(JsonNode::asText);
    }

    private static boolean fits(String json, JsonNode message) {
        return SCHEMAS.getSchema(message.path("payload"))
                .validate(json, InputFormat.JSON)
                .isEmpty();
    }

    /** The same without references; none of them is recursive. */
    private JsonNode resolved(JsonNode node) {
        if (node.has("$ref")) {
            JsonNode target = document.at(node.path("$ref").asText().substring(1));
            if (target.isMissingNode()) {
                throw new IllegalStateException(DOCUMENT + " has no " + node.path("$ref"));
            }
            return resolved(target);
        }
        if (node.isArray()) {
            return new ObjectMapper()
                    .createArrayNode()
                    .addAll(stream(node).map(this::resolved).toList());
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode copy = new ObjectMapper().createObjectNode();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            copy.set(member.getKey(), resolved(member.getValue()));
        }
        return copy;
    }

    private static <T> Stream<T> stream(Iterable<T> elements) {
        return StreamSupport.stream(elements.spliterator(), false);
    }
}
