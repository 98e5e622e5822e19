package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.ws.rs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginFilterTest {

    @Path("api/operations/tests")
    static class OfOperations {}

    @Path("api/operations")
    static class AllOperations {}

    @Path("api/operationsx")
    static class Other {}

    /** As containers make them. */
    static class Made extends OfOperations {}

    @Test
    void resourcesOfOperationsAreKnownByTheirOwnPath() {
        assertTrue(OriginFilter.isOfOperations(OfOperations.class));
        assertTrue(OriginFilter.isOfOperations(Made.class));
        assertTrue(OriginFilter.isOfOperations(AllOperations.class));
        assertFalse(OriginFilter.isOfOperations(Other.class));
        assertFalse(OriginFilter.isOfOperations(String.class));
    }

    /** Empty cells are headers that are not there. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                         |                        | localhost:9188 | false
            same-origin  | https://localhost:9188 | localhost:9188 | false
            none         |                        | localhost:9188 | false
            cross-site   | https://evil.example   | localhost:9188 | true
            cross-site   |                        | localhost:9188 | true
            same-site    | https://localhost:1    | localhost:9188 | true
            nonsense     |                        | localhost:9188 | true
            same-origin  | https://omega.example  | localhost:9188 | false
                         | https://localhost:9188 | localhost:9188 | false
                         | https://LOCALHOST:9188 | localhost:9188 | false
                         | https://localhost:9188 | localhost      | true
                         | https://evil.example   | localhost:9188 | true
                         | null                   | localhost:9188 | true
                         | null                   | null           | true
                         | https://not an origin  | localhost:9188 | true
                         | https://localhost:9188 |                | true
            """)
    void aBrowserSaysWhoseThePageIs(String site, String origin, String host, boolean foreign) {
        assertEquals(foreign, OriginFilter.foreign(site, origin, host));
    }
}
