package net.tensamin.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

@ArquillianTest
class StartIT {
    @Deployment(testable = false)
    static WebArchive omega() {
        return OmegaDeployment.war(Map.of());
    }

    @Test
    void aStartWithoutKeysServesHttpsWithKeysOfItsOwn() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("health"))
                .build();
        assertEquals(200, client.send(request, BodyHandlers.ofString()).statusCode());
    }
}
