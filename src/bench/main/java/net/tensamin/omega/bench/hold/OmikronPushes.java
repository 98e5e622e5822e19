package net.tensamin.omega.bench.hold;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.LongAdder;
import net.tensamin.omega.bench.OmikronLoadLink;
import net.tensamin.omega.bench.Population;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;

/** Pushes by notices of one Omikron to users who are offline. */
final class OmikronPushes implements PushSource {
    private static final int WINDOW = 8_192;
    private final OmikronLoadLink link;

    private OmikronPushes(OmikronLoadLink link) {
        this.link = link;
    }

    static OmikronPushes connect(Population population) throws IOException, GeneralSecurityException {
        OmikronLoadLink link = new OmikronLoadLink(
                OmegaTls.anonymous(), OmegaDeployment.https().resolve("ws/omikron"), WINDOW, new LongAdder());
        link.identify(population, Population.FIRST_OMIKRON);
        Thread receiver = new Thread(link::receive, "omikron-receiver");
        receiver.setDaemon(true);
        receiver.start();
        return new OmikronPushes(link);
    }

    @Override
    public void push(int client) throws IOException {
        link.awaitWindow();
        link.notice(Population.FIRST_SENDER, Identities.user(client));
    }

    @Override
    public void flush() throws IOException {
        link.flush();
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
