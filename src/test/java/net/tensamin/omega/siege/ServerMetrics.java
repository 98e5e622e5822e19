package net.tensamin.omega.siege;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;

/** What the server says of itself. */
final class ServerMetrics {
    private ServerMetrics() {}

    /** @param series a name, with its labels if it has any */
    static double of(String series) throws Exception {
        HttpClient client =
                HttpClient.newBuilder().sslContext(OmegaTls.anonymous()).build();
        HttpRequest request = HttpRequest.newBuilder(OmegaDeployment.https().resolve("metrics"))
                .timeout(Bystander.SERVED)
                .build();
        String page = client.send(request, BodyHandlers.ofString()).body();
        return page.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + series));
    }

    /** Until it is so again. */
    static void awaitAtMost(double most, String series) {
        await(series)
                .atMost(Bystander.SERVED.multipliedBy(2))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> of(series) <= most);
    }
}
