package net.tensamin.omega.description;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.tags.Tag;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.tensamin.omega.CallsOfTheApi;
import net.tensamin.omega.account.Need;
import org.junit.jupiter.api.Test;

/** What generators, linters and readers need of the description (SPEC §6). */
class ApiDescriptionTest {
    private static final OpenAPI DESCRIPTION = ApiDescriptions.parsed().getOpenAPI();
    private static final Map<String, Operation> OPERATIONS = ApiDescriptions.operations();
    private static final List<CallsOfTheApi> CALLS = CallsOfTheApi.all();

    @Test
    void aParserFindsNothingWrong() {
        assertEquals(List.of(), ApiDescriptions.parsed().getMessages());
    }

    /** But the events of the operations page, and that they can be asked for with HEAD. */
    @Test
    void eachCallIsDescribed() {
        Set<String> calls = CALLS.stream()
                .map(CallsOfTheApi::toString)
                .filter(call -> !call.endsWith("/api/operations/live"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(calls, OPERATIONS.keySet());
    }

    @Test
    void eachOperationHasANameOfItsOwnAndOneTag() {
        Set<String> tags = DESCRIPTION.getTags().stream().map(Tag::getName).collect(Collectors.toSet());
        Set<String> used = new TreeSet<>();
        Set<String> names = new TreeSet<>();
        OPERATIONS.forEach((call, operation) -> {
            assertTrue(operation.getOperationId().matches("[a-z]+([A-Z][a-z]+)*"), operation.getOperationId());
            assertTrue(names.add(operation.getOperationId()), operation.getOperationId());
            assertEquals(1, operation.getTags().size(), call);
            used.addAll(operation.getTags());
            assertFalse(operation.getSummary().isBlank(), call);
        });
        assertEquals(new TreeSet<>(tags), used);
    }

    @Test
    void eachOperationSaysWhoMayCallIt() {
        assertEquals(
                SecurityScheme.Type.MUTUALTLS,
                DESCRIPTION
                        .getComponents()
                        .getSecuritySchemes()
                        .get("certificate")
                        .getType());
        assertEquals(
                "basic",
                DESCRIPTION.getComponents().getSecuritySchemes().get("code").getScheme());
        for (CallsOfTheApi call : CALLS) {
            Optional.ofNullable(OPERATIONS.get(call.toString()))
                    .ifPresent(operation -> assertEquals(schemes(call), namesOf(operation), call::toString));
        }
    }

    private static List<String> schemes(CallsOfTheApi call) {
        if (call.path().endsWith("/simpleenroll")) {
            return List.of("code");
        }
        return call.need().orElseThrow() == Need.NOTHING ? List.of() : List.of("certificate");
    }

    private static List<String> namesOf(Operation operation) {
        return operation.getSecurity().stream()
                .flatMap(required -> required.keySet().stream())
                .toList();
    }

    @Test
    void eachBodyHasAMediaTypeAndASchema() {
        OPERATIONS.forEach((call, operation) -> contents(operation).forEach(content -> {
            assertFalse(content.getKey().contains("*"), call);
            assertTrue(content.getValue().getSchema() != null, call);
        }));
    }

    private static Stream<Map.Entry<String, MediaType>> contents(Operation operation) {
        return Stream.concat(
                        Stream.ofNullable(operation.getRequestBody()).map(body -> body.getContent()),
                        operation.getResponses().values().stream()
                                .map(ApiDescriptionTest::resolved)
                                .map(ApiResponse::getContent))
                .filter(Objects::nonNull) // 304 has none
                .flatMap(content -> content.entrySet().stream());
    }

    private static ApiResponse resolved(ApiResponse response) {
        String reference = response.get$ref();
        return reference == null
                ? response
                : DESCRIPTION.getComponents().getResponses().get(reference.replaceAll(".*/", ""));
    }

    /** Names of classes, and what no operation speaks of. */
    @Test
    void nothingInternalIsDescribed() {
        String json = ApiDescriptions.json();
        assertFalse(json.contains("net.tensamin"));
        assertFalse(json.contains("jakarta"));
        Set<String> unused =
                new TreeSet<>(DESCRIPTION.getComponents().getSchemas().keySet());
        unused.removeIf(name -> json.contains("\"#/components/schemas/" + name + "\""));
        assertEquals(Set.of(), unused);
    }
}
