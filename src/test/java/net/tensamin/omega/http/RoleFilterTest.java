package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Needs;
import org.junit.jupiter.api.Test;

class RoleFilterTest {
    static class Resource {
        @Needs(Need.OPERATE)
        public void says() {}

        public void saysNothing() {}
    }

    /** As a container makes one of a bean. */
    static class Proxy extends Resource {
        @Override
        public void says() {}
    }

    @Test
    void whatACallNeedsIsFoundOnTheResourceWhateverTheContainerMadeOfIt() throws Exception {
        for (Class<?> type : new Class<?>[] {Resource.class, Proxy.class}) {
            assertEquals(
                    Optional.of(Need.OPERATE),
                    RoleFilter.needs(type.getMethod("says")).map(Needs::value));
            assertTrue(RoleFilter.needs(type.getMethod("saysNothing")).isEmpty());
        }
    }
}
