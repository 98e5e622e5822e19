package net.tensamin.omega.description;

import static org.eclipse.microprofile.openapi.OASFactory.createAPIResponse;
import static org.eclipse.microprofile.openapi.OASFactory.createContent;
import static org.eclipse.microprofile.openapi.OASFactory.createMediaType;
import static org.eclipse.microprofile.openapi.OASFactory.createParameter;
import static org.eclipse.microprofile.openapi.OASFactory.createPaths;
import static org.eclipse.microprofile.openapi.OASFactory.createSchema;
import static org.eclipse.microprofile.openapi.OASFactory.createSecurityRequirement;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.http.ApiError;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.Paths;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityRequirement;

/**
 * Completes the API's description, after JAX-RS and {@code META-INF/openapi.yaml} gave what they have: each operation gets its method's name, what it
 * needs and how it may be refused. Its order is that of the paths.
 */
public class DescriptionFilter implements OASFilter {
    private static final String BY_CERTIFICATE = "certificate";
    private static final String BY_CODE = "code";
    private static final Set<Integer> CONDITIONAL = Set.of(412, 428); // RFC 9110 §13.1.1, RFC 6585 §3

    @Override
    public void filterOpenAPI(OpenAPI description) {
        Paths sorted = createPaths();
        new TreeMap<>(description.getPaths().getPathItems()).forEach(sorted::addPathItem);
        description.setPaths(sorted);
        Set<Integer> refusals = new TreeSet<>();
        sorted.getPathItems().values().stream()
                .flatMap(path -> path.getOperations().values().stream())
                .map(DescriptionFilter::completed)
                .forEach(call -> refusals.addAll(call.refusals()));
        define(refusals, description.getComponents());
    }

    private static void define(Set<Integer> refusals, Components components) {
        List<ApiError> errors = refusals.stream().map(ApiError.named()::get).toList();
        errors.forEach(error -> components.addResponse(
                error.status(), refusal(error, content(MediaType.APPLICATION_JSON, "ApiError"))));
        Schema status = components.getSchemas().get("ApiError").getProperties().get("status");
        status.setEnumeration(errors.stream().<Object>map(ApiError::status).toList());
    }

    private static DescribedCall completed(Operation operation) {
        DescribedCall call = DescribedCall.of(operation.getOperationId());
        operation.setOperationId(call.name());
        operation.setSecurity(security(call));
        if (call.need() != Need.NOTHING) {
            String own = Optional.ofNullable(operation.getDescription()).orElse("");
            operation.setDescription(("Needs " + call.need().words() + ". " + own).strip());
        }
        Map<String, APIResponse> answers =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        for (int status : call.refusals()) {
            answers.put(Integer.toString(status), refusal(call, ApiError.named().get(status)));
        }
        operation.getResponses().setAPIResponses(answers);
        if (call.refusals().stream().anyMatch(CONDITIONAL::contains) && !names(operation, HttpHeaders.IF_MATCH)) {
            operation.addParameter(createParameter().ref("IfMatch"));
        }
        return call;
    }

    private static boolean names(Operation operation, String parameter) {
        return operation.getParameters().stream().anyMatch(each -> parameter.equals(each.getName()));
    }

    private static List<SecurityRequirement> security(DescribedCall call) {
        if (call.need() == Need.NOTHING) {
            return List.of();
        }
        return List.of(createSecurityRequirement().addScheme(call.isOpenToCodes() ? BY_CODE : BY_CERTIFICATE));
    }

    /** Enrolment says in a line of text what it refuses by itself (RFC 7030 §4.2.3), and in JSON what is refused before. */
    private static APIResponse refusal(DescribedCall call, ApiError error) {
        if (call.need() != Need.ENROLMENT) {
            return createAPIResponse().ref(error.status());
        }
        Content content = content(MediaType.APPLICATION_JSON, "ApiError");
        Schema line = createSchema().ref("Line");
        return refusal(
                error,
                content.addMediaType(MediaType.TEXT_PLAIN, createMediaType().schema(line)));
    }

    private static APIResponse refusal(ApiError error, Content content) {
        return createAPIResponse().description(error.message()).content(content);
    }

    private static Content content(String type, String schema) {
        return createContent()
                .addMediaType(type, createMediaType().schema(createSchema().ref(schema)));
    }
}
