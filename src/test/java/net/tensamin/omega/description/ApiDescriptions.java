package net.tensamin.omega.description;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The description of the HTTPS API as the build wrote it, read by a parser that others use. */
public final class ApiDescriptions {
    private static final Path JSON = Path.of("target", "openapi", "openapi.json");
    private static final SwaggerParseResult PARSED = new OpenAPIV3Parser().readContents(json());

    private ApiDescriptions() {}

    public static String json() {
        try {
            return Files.readString(JSON);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SwaggerParseResult parsed() {
        return PARSED;
    }

    /** By method and path. */
    public static Map<String, Operation> operations() {
        Map<String, Operation> operations = new TreeMap<>();
        PARSED.getOpenAPI().getPaths().forEach((path, item) -> item.readOperationsMap()
                .forEach((method, operation) -> operations.put(method + " " + path, operation)));
        return operations;
    }
}
