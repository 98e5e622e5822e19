package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import net.tensamin.omega.testing.ErrorTables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorTest {
    @ParameterizedTest
    @CsvSource({
        "400, error_bad_request",
        "401, error_not_authenticated",
        "403, error_forbidden",
        "404, error_not_found",
        "405, error_method_not_allowed",
        "406, error_not_acceptable",
        "408, error_request_timeout",
        "409, error_conflict",
        "412, error_precondition_failed",
        "413, error_content_too_large",
        "415, error_unsupported_media_type",
        "417, error_expectation_failed",
        "422, error_invalid_content",
        "428, error_precondition_required",
        "429, error_too_many_requests",
        "500, error_internal",
        "501, error_not_implemented",
        "503, error_unavailable",
        "505, error_version_not_supported",
        "402, error_bad_request",
        "502, error_internal"
    })
    void everyStatusHasAName(int status, String name) {
        assertEquals(name, ApiError.of(status).status());
    }

    @Test
    void tableHasEveryStatusWithAnErrorOfItsOwn() throws IOException {
        List<String> documented = ErrorTables.below("HTTPS", 2);
        List<String> own = IntStream.range(400, 600)
                .filter(status -> status == 400 || status == 500 || !isOfItsKind(status))
                .mapToObj(status -> status + " " + ApiError.of(status).status())
                .toList();

        assertEquals(own, documented);
    }

    private static boolean isOfItsKind(int status) {
        return ApiError.of(status)
                .status()
                .equals(ApiError.of(status < 500 ? 400 : 500).status());
    }

    @Test
    void internalErrorsCarryTheirReference() {
        assertTrue(ApiError.internal("4711").message().contains("4711"));
    }
}
