package net.tensamin.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import org.junit.jupiter.api.Test;

/** What the tests of roles go by finds a call that says nothing. */
class CallsOfTheApiTest {
    @Path("api/silent")
    static class Silent {
        @GET
        @Path("{name}")
        public String says(String nothing) {
            return nothing;
        }

        @POST
        @Needs(Need.OPERATE)
        public void saysWhat() {}
    }

    @Test
    void aCallThatDoesNotSayWhatItNeedsIsFound() {
        List<CallsOfTheApi> calls = CallsOfTheApi.of(new ClassFileImporter().importClasses(Silent.class));
        assertEquals(
                Set.of(
                        new CallsOfTheApi("GET", "/api/silent/{name}", Optional.empty()),
                        new CallsOfTheApi("POST", "/api/silent", Optional.of(Need.OPERATE))),
                Set.copyOf(calls));
    }
}
